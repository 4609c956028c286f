"""Reads what browsers send as UTF-8, whatever it says of itself.

Our pages are UTF-8, so every browser's answer is. Python knows “charsets” that are none (hex, rot13), and a
request that names one would otherwise end in an error of ours.
"""


class Utf8:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.encoding = "utf-8"
        return self.get_response(request)
