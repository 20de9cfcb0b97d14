"""What pushes are signed with, and who answers for them."""

from __future__ import annotations

from hubbub import webpush
from hubbub.server.environment.values import BadSetting, Environment


def push_key(environ: Environment) -> str:
    """The private key for pushes, where it is not the one in the database. A wrong one is not repeated."""
    value = environ.get("HUBBUB_PUSH_KEY", "").strip()
    try:
        if value:
            webpush.public_key(value)
    except ValueError:
        raise BadSetting("HUBBUB_PUSH_KEY must be a private key of 32 bytes in base64url.") from None
    return value


def push_contact(environ: Environment) -> str:
    value = environ.get("HUBBUB_PUSH_CONTACT", "").strip()
    if value and not value.startswith(("mailto:", "https://")):
        raise BadSetting(f"HUBBUB_PUSH_CONTACT is {value!r}, but it must begin with mailto: or https://.")
    return value
