"""Public references: what stands in an address instead of a row's number."""

import secrets

from django.urls import register_converter
from django.urls.converters import StringConverter


def new_reference():
    """A random reference of 128 bits, as 32 hex digits. It opens nothing by itself."""
    return secrets.token_hex(16)


class ReferenceConverter(StringConverter):
    """`<reference:…>` in an address: what `new_reference` makes, and nothing else."""

    regex = "[0-9a-f]{32}"


register_converter(ReferenceConverter, "reference")
