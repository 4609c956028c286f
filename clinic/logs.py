"""The log: JSON, one event a line, with nothing in it that was typed by or belongs to a person.

A path can hold a private link and an exception's text can hold a row, so a request is named by its route, and
an exception by its class and the lines it went through.
"""

import sys
import traceback

import structlog
from django_structlog.middlewares import RequestMiddleware as StructlogRequestMiddleware


class RequestMiddleware(StructlogRequestMiddleware):
    """Logs each request by its route: no address, no query, no client."""

    @staticmethod
    def format_request(request):
        match = getattr(request, "resolver_match", None)
        return f"{request.method} /{match.route}" if match else request.method


def without_people(logger, method, event):
    """Keeps of an exception what it was and where, and drops what a client says of itself."""
    event.pop("user_agent", None)
    error = event.pop("exc_info", None)
    if error:
        kind, _, trace = error if isinstance(error, tuple) else sys.exc_info()
        event["error"] = kind.__qualname__ if kind else None
        event["at"] = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(trace)[-8:]]
    return event


STAMPS = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    without_people,
]
STRUCTLOG = {
    "processors": [
        structlog.stdlib.filter_by_level,
        *STAMPS,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    "logger_factory": structlog.stdlib.LoggerFactory(),
    "cache_logger_on_first_use": True,
}


def configuration(level: int) -> dict:
    """Django's LOGGING: everything to standard error as JSON."""
    silent = {"level": "CRITICAL", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(),
                ],
                "foreign_pre_chain": STAMPS,
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            "django.request": silent,  # names paths; RequestMiddleware logs the same events
            "django.security": silent,  # names hosts and paths
            "axes": silent,  # names who tried to sign in; its table has that
            # With a handler, or it makes one of its own, which writes whom a mail server refuses.
            "post_office": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        },
    }
