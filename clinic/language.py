"""Which language a page speaks: the one its address says, whoever asks and whatever their browser prefers."""

from django.conf import settings
from django.utils.translation import get_language_from_path, override


class LanguageOfTheAddress:
    """Spanish under /es/, English everywhere else, so that one address is one page to readers and caches."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
