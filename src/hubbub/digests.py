"""How a secret is kept: never itself, only what it can be recognised by."""

from __future__ import annotations

import hashlib


def digest(secret: str) -> str:
    """The SHA-256 of a long random secret, as 64 hexadecimal digits."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
