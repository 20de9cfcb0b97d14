"""Why something was refused, in a person's words. Raised anywhere, answered by the entrances (socket, HTTP, pages)."""

from __future__ import annotations


class Refused(Exception):
    """A request that was understood and not carried out.

    Args:
        message: one or two sentences for the person who asked: what happened, what to do now.
        fields: the same, for single fields of a form, by the field's name.
        retry_after: seconds until it is worth asking again.
    """

    code = "invalid"

    def __init__(self, message: str, *, fields: dict[str, str] | None = None, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields = fields or {}
        self.retry_after = retry_after


class Invalid(Refused):
    code = "invalid"


class Unauthorized(Refused):
    code = "unauthorized"


class Denied(Refused):
    code = "forbidden"


class NotFound(Refused):
    code = "not_found"


class TooLarge(Refused):
    code = "too_large"


class RateLimited(Refused):
    code = "rate_limited"


class ReadOnly(Refused):
    code = "read_only"


class Conflict(Refused):
    code = "conflict"


class Unavailable(Refused):
    code = "unavailable"


def disk_full() -> Unavailable:
    return Unavailable(
        "The server has no room left for files. Tell whoever runs it, and try again later.", retry_after=60
    )


def too_often(seconds: float) -> RateLimited:
    """What is said to who asked too often, and may again after so many seconds."""
    return RateLimited("That was too often in a short time. Wait a moment.", retry_after=seconds)


def database_away() -> Unavailable:
    """What to say when the database cannot be reached, or was too busy."""
    return Unavailable("The database cannot be reached right now. Try again in a moment.", retry_after=2)
