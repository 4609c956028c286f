"""Reads what browsers send as UTF-8, whatever it says of itself.

Our pages are UTF-8, so every browser's answer is. Python knows “charsets” that are none (hex, rot13), and a
request that names one would otherwise end in an error of ours. So would an address that asks for a NUL: no
text holds one, and PostgreSQL cannot be asked for it.
"""


class Utf8:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.encoding = "utf-8"
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "+")
        return self.get_response(request)
