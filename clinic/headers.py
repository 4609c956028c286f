"""What every answer tells the browser beyond Django's own headers, and what may be kept in a cache."""

from django.conf import settings
from django.middleware.gzip import GZipMiddleware

# Anonymous content that anybody reads alike. Everything else is never stored, so no patient's page is.
PUBLIC_CONTENT = {
    "home",
    "robots",
    "sitemap",
    "feed",
    "education:library",
    "education:topic",
    "education:article",
    "education:changes",
    "education:questions",
    "education:answers",
    "education:answer_changes",
    "education:glossary",
    "education:word_changes",
    "education:compare",
    "education:sources",
    "locations:visit",
    "locations:help_now",
    "locations:privacy",
    "locations:accessibility",
}


class Headers:
    """Sets Cross-Origin-Resource-Policy, and `no-store` on all but anonymous public content."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = (
                "public, max-age=60" if is_public(request, response) else "no-store"
            )
        return response


class CompressPublicContent(GZipMiddleware):
    """Compresses what everybody reads alike, and nothing else.

    From the length of a compressed page with a secret in it the secret can be guessed (BREACH).
    """

    def process_response(self, request, response):
        return super().process_response(request, response) if is_public(request, response) else response


def is_public(request, response) -> bool:
    """The same for everybody: a listed page, read by somebody without a session, that hands out no cookie."""
    match = getattr(request, "resolver_match", None)
    return (
        request.method in {"GET", "HEAD"}
        and response.status_code == 200
        and match is not None
        and match.view_name in PUBLIC_CONTENT
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not response.cookies
    )
