"""What may reach an address that takes forms, and no browser ever sends (T33)."""

from urllib.parse import quote

FORM = "application/x-www-form-urlencoded"


def bad_bodies(names):
    """What no browser sends to a form with fields of these names: content types and bodies."""
    each = [quote(name).encode() for name in names]
    yield "application/json", b'{"name": "Ana"}'
    yield "multipart/form-data", b"--x\r\n"  # no boundary
    yield FORM, b"&".join(b"f%d=x" % number for number in range(2000))
    yield FORM, b"&".join(b"%b=x&%b=%%00&%b[]=x" % (name, name, name) for name in each)
    yield FORM, b"&".join(b"%b=%%FF%%FE%%ED%%A0%%80\xff" % name for name in each)
