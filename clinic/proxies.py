"""Whose word about the client we take: the proxies named in TRUSTED_PROXIES, and nobody else's."""

import ipaddress

from django.conf import settings


class TrustedProxies:
    """Puts the client's real address into REMOTE_ADDR, and drops forwarding headers that a stranger sent."""

    HEADERS = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")

    def __init__(self, get_response):
        self.get_response = get_response
        self.trusted = [ipaddress.ip_network(network) for network in settings.TRUSTED_PROXIES]

    def __call__(self, request):
        said = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if self.trusts(request.META.get("REMOTE_ADDR", "")):
            for hop in reversed([part.strip() for part in said.split(",") if part.strip()]):
                if not is_address(hop):
                    break
                request.META["REMOTE_ADDR"] = hop
                if not self.trusts(hop):
                    break
        else:
            for header in self.HEADERS:
                request.META.pop(header, None)
        return self.get_response(request)

    def trusts(self, address: str) -> bool:
        return is_address(address) and any(
            ipaddress.ip_address(address) in network for network in self.trusted
        )


def is_address(text: str) -> bool:
    try:
        return bool(ipaddress.ip_address(text))
    except ValueError:
        return False
