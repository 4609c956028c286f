"""Public references: what stands in an address instead of a row's number."""

import secrets


def new_reference():
    """A random reference of 128 bits, as 32 hex digits. It opens nothing by itself."""
    return secrets.token_hex(16)
