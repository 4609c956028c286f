"""The log: JSON, one event a line, with nothing in it that was typed by or belongs to a person.

A path can hold a private link and an exception's text can hold a row, so a request is named by its route and an
exception by its class and the lines it went through.
"""

import traceback

import structlog
from django_structlog.middlewares import RequestMiddleware as StructlogRequestMiddleware


class RequestMiddleware(StructlogRequestMiddleware):
    """Logs each request by its route: no address, no query, no client."""

    @staticmethod
    def format_request(request):
        match = getattr(request, "resolver_match", None)
        return f"{request.method} /{match.route}" if match else f"{request.method} (no such page)"


def without_people(logger, method, event):
    """Keeps of an exception where it happened, and drops what the client says of itself."""
    event.pop("user_agent", None)
    error = event.pop("exc_info", None)
    if error:
        error = error if isinstance(error, tuple) else (type(error), error, getattr(error, "__traceback__", None))
        event["error"] = error[0].__qualname__ if error[0] else None
        event["at"] = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error[2])[-8:]]
    return event


def _resolve_exc_info(logger, method, event):
    import sys

    if event.get("exc_info") is True:
        event["exc_info"] = sys.exc_info()
    return event


SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    _resolve_exc_info,
    without_people,
]
STRUCTLOG = {
    "processors": [structlog.stdlib.filter_by_level, *SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    "logger_factory": structlog.stdlib.LoggerFactory(),
    "cache_logger_on_first_use": True,
}


def configuration(level: int) -> dict:
    """Django's LOGGING: everything to standard error as JSON."""
    quiet = {"level": "CRITICAL", "propagate": True}
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
                "foreign_pre_chain": SHARED,
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            "django.request": quiet,  # names paths; the same events come from RequestMiddleware
            "django.security": quiet,  # names hosts and paths
            "django.server": {"handlers": [], "propagate": True},
            "axes": quiet,  # names who tried to sign in; the table has it
        },
    }
