"""Public pages kept for everybody: the same page for each stranger, made once a minute at most.

Only views that say so with `read_by_anybody` are kept, each under its path and its language, and never for
somebody with a session. Whoever changes what the public reads calls `drop` in the same transaction; from the
commit on every process makes its pages afresh. While the database is away, the page last made is shown, for up
to a day (T16, P4).
"""

import re
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.db import InterfaceError, OperationalError, transaction
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

FRESH = 60  # seconds
_indentation = re.compile(rb"\n\s+")
SHOWN_IF_AWAY = 24 * 60 * 60
GENERATION = "generation"


@dataclass(frozen=True)
class Kept:
    """One page as it was made: for which generation, when, and its bytes."""

    generation: str
    made_at: float
    content: bytes
    content_type: str

    def is_fresh(self, generation):
        return self.generation == generation and time.time() - self.made_at < FRESH

    def response(self):
        return HttpResponse(self.content, content_type=self.content_type)


def read_by_anybody(view):
    """A page that everybody reads alike: public, to be read only, and kept. It takes no query.

    It is compressed too: it is the same for everybody, so there is no secret whose length could tell.
    """
    return login_not_required(require_safe(gzip_page(kept(view))))


def kept(view):
    """Answer a stranger from the copy that is kept; make it where there is none, or it is old."""

    @wraps(view)
    def answer(request, *arguments, **named):
        if not _is_stranger(request):
            return view(request, *arguments, **named)
        key, generation = f"{get_language()}:{request.path}", _generation()
        before = _look_up(key)
        if before and before.is_fresh(generation):
            return _for_strangers(before.response())
        try:
            response = view(request, *arguments, **named)
        except (OperationalError, InterfaceError):
            if before is None:
                raise
            return _for_strangers(before.response())
        if response.headers["Content-Type"].startswith("text/html"):
            response.content = _indentation.sub(
                b"\n", response.content
            )  # a tenth of a page is for whoever writes it
        if getattr(request, "database_was_away", False):
            return _for_strangers(before.response() if before else response)
        if response.status_code == 200 and not response.cookies:
            _keep(key, Kept(generation, time.time(), response.content, response.headers["Content-Type"]))
        return _for_strangers(response)

    answer.is_kept = True
    return answer


def drop():
    """From the commit of this transaction on, no page made before it is fresh."""
    transaction.on_commit(lambda: _store(GENERATION, uuid4().hex, None))


class ShowsAtOnce:
    """A model page of the staff site: what is saved or deleted there, the public reads at once."""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        drop()

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        drop()

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        drop()


def _is_stranger(request):
    return settings.SESSION_COOKIE_NAME not in request.COOKIES


def _for_strangers(response):
    """The browser of somebody who signs in asks anew."""
    patch_vary_headers(response, ["Cookie"])
    return response


def _generation():
    generation = _look_up(GENERATION)
    if generation is None:
        generation = uuid4().hex
        _store(GENERATION, generation, None)
    return generation


def _keep(key, page):
    _store(key, page, SHOWN_IF_AWAY)


def _look_up(key):
    with suppress(OSError):  # a full or forbidden disk is no reason to fail
        return caches["pages"].get(key)
    return None


def _store(key, value, seconds):
    with suppress(OSError):
        caches["pages"].set(key, value, seconds)
