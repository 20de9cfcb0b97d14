"""How many, how much and how often."""

from __future__ import annotations

from hubbub import conf, rates
from hubbub.server.environment.values import BadSetting, Environment, number

OFF = "off"


def workers(environ: Environment) -> int:
    count = number(environ, "HUBBUB_WORKERS", 1, 1, 64)
    if count > 1 and not environ.get("REDIS_URL"):
        raise BadSetting(
            f"{count} workers (HUBBUB_WORKERS, --workers) need REDIS_URL: processes tell each other about new messages "
            "through Redis. Set REDIS_URL, or run one worker, which serves thousands of people."
        )
    return count


def limit(environ: Environment, name: str, default: int) -> int | None:
    """A number that can be lifted."""
    if environ.get(name, "").strip().lower() == OFF:
        return None
    try:
        return number(environ, name, default, 1, 1_000_000)
    except BadSetting as problem:
        raise BadSetting(f"{problem} To have no limit, set it to {OFF}.") from None


def rate(environ: Environment, name: str) -> str | None:
    value: str = environ.get(name, "").strip().lower() or conf.DEFAULTS[name.removeprefix("HUBBUB_")]
    if value == OFF:
        return None
    try:
        rates.parse(value)
    except ValueError as problem:
        raise BadSetting(f"{name} is {value!r}, but it must be {problem}, or {OFF}.") from None
    return value


def upload_limit(environ: Environment) -> int:
    return number(environ, "HUBBUB_UPLOAD_LIMIT", conf.DEFAULTS["UPLOAD_LIMIT"], 1, 2_000)
