"""The kinds of value that a variable has: a switch, a number, an address of something, the name of a time zone."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Environment = Mapping[str, str]


class BadSetting(Exception):
    """A value that Hubbub cannot start with. Its text is a sentence that names the variable."""


def flag(environ: Environment, name: str, default: bool = False) -> bool:
    value = environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise BadSetting(f"{name} is {value!r}, but it must be 1 or 0.")


def number(environ: Environment, name: str, default: int, least: int, most: int) -> int:
    value = environ.get(name, "").strip()
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most):
        raise BadSetting(f"{name} is {value!r}, but it must be a whole number from {least:,} to {most:,}.")
    return int(value)


def split(name: str, value: str) -> SplitResult:
    """The parts of an address, without repeating it in the error: it may hold a password."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError as problem:
        raise BadSetting(f"{name} is not an address that can be read: {problem}.") from None
    return parts


def time_zone(environ: Environment) -> str:
    value = environ.get("HUBBUB_TIME_ZONE", "").strip() or "UTC"
    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadSetting(f"HUBBUB_TIME_ZONE is {value!r}, but it must be a name like Europe/Lisbon.") from None
