"""Random words that open something: 256 bits each, of which a database keeps only the hash.

So whoever reads the table, or a copy of it, can open nothing.
"""

import hashlib
import secrets


def new_token():
    """43 characters that may stand in an address."""
    return secrets.token_urlsafe(32)


def digest_of(token):
    """What is kept of a token, and what one is looked up by: SHA-256, as 64 hex digits."""
    return hashlib.sha256(token.encode()).hexdigest()
