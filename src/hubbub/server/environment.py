"""What the environment says, parsed by plain functions; a value that cannot be used raises `BadSetting`."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dj_database_url

from hubbub import conf, rates, webpush

Environment = Mapping[str, str]

OFF = "off"
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104  the names of "all interfaces", not a choice to listen there


class BadSetting(Exception):
    """A value that Hubbub cannot start with. Its text is a sentence that names the variable."""


@dataclass(frozen=True)
class Address:
    """Where people reach the site: what a browser calls its origin."""

    scheme: str
    host: str
    port: int | None = None

    @property
    def secure(self) -> bool:
        return self.scheme == "https"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.host}" + (f":{self.port}" if self.port else "")

    @property
    def socket_origin(self) -> str:
        return self.origin.replace("http", "ws", 1)


@dataclass(frozen=True)
class Mail:
    """The server that sends our mail. Without a host, no mail is sent."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False
    sender: str = "hubbub@localhost"


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


def host(environ: Environment) -> str:
    value = environ.get("HUBBUB_HOST", "").strip().strip("[]")
    if any(sign in value for sign in " /@") or (":" in value and not _is_ip(value)):
        raise BadSetting(f"HUBBUB_HOST is {value!r}, but it must be a host name or an IP address, without a port.")
    return value or "127.0.0.1"


def port(environ: Environment) -> int:
    return number(environ, "HUBBUB_PORT", 8000, 1, 65535)


def workers(environ: Environment) -> int:
    count = number(environ, "HUBBUB_WORKERS", 1, 1, 64)
    if count > 1 and not environ.get("REDIS_URL"):
        raise BadSetting(
            f"{count} workers (HUBBUB_WORKERS, --workers) need REDIS_URL: processes tell each other about new messages "
            "through Redis. Set REDIS_URL, or run one worker, which serves thousands of people."
        )
    return count


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


def limit(environ: Environment, name: str, default: int) -> int | None:
    """A number that can be lifted."""
    if environ.get(name, "").strip().lower() == OFF:
        return None
    try:
        return number(environ, name, default, 1, 1_000_000)
    except BadSetting as problem:
        raise BadSetting(f"{problem} To have no limit, set it to {OFF}.") from None


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


def address(environ: Environment) -> Address | None:
    """The public address in HUBBUB_URL, when there is one."""
    value = environ.get("HUBBUB_URL", "").strip()
    if not value:
        return None
    parts = _split("HUBBUB_URL", value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise BadSetting(f"HUBBUB_URL is {value!r}, but it must be an address like https://chat.example.org.")
    if parts.path.strip("/"):
        raise BadSetting(f"HUBBUB_URL is {value!r}, but Hubbub needs a host of its own: leave out {parts.path!r}.")
    usual = {"http": 80, "https": 443}[parts.scheme]
    return Address(parts.scheme, _bracketed(parts.hostname), None if parts.port == usual else parts.port)


def allowed_hosts(public: Address | None, listening: str) -> list[str]:
    """The host names that a request may be addressed to: the public one, the local ones, this machine's own."""
    hosts = [*LOOPBACK, *([public.host] if public else [])]
    if public is None and listening in EVERYWHERE:
        hosts += machine_hosts()
    elif listening not in EVERYWHERE:
        hosts.append(_bracketed(listening))
    return list(dict.fromkeys(name.lower() for name in hosts))


def machine_hosts() -> list[str]:
    name = socket.gethostname()
    try:
        found = socket.getaddrinfo(name, None)
    except OSError:
        return [name]
    return [name, *(_bracketed(str(entry[4][0])) for entry in found)]


def proxies(environ: Environment, public: Address | None) -> list[str]:
    """Whose X-Forwarded headers are believed: by default this machine's, when HUBBUB_URL says that TLS ends there."""
    value = environ.get("HUBBUB_PROXIES", "").strip()
    if value:
        return [part.strip() for part in value.split(",") if part.strip()]
    return ["127.0.0.1", "::1"] if public and public.secure else []


def data_folder(environ: Environment) -> Path:
    """The folder that keeps everything; made when missing, for its owner's eyes only."""
    folder = Path(environ.get("HUBBUB_DATA") or "data").expanduser().absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise BadSetting(
            f"HUBBUB_DATA is {str(folder)!r}, and that folder cannot be made: {problem.strerror}."
        ) from None
    return folder


def secret_key(folder: Path) -> str:
    """The key that signs sessions. Made once, whole before it has its name, so that two starting processes agree."""
    path = folder / "secret_key"
    try:
        if not path.exists():
            _create_once(path, secrets.token_urlsafe(48))
        return path.read_text().strip()
    except OSError as problem:
        raise BadSetting(f"HUBBUB_DATA is {str(folder)!r}, and {path.name} in it fails: {problem.strerror}.") from None


def databases(environ: Environment, folder: Path) -> dict[str, Any]:
    value = environ.get("DATABASE_URL", "").strip()
    if not value:
        return {"default": _sqlite({"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "hubbub.sqlite3")})}
    scheme = _split("DATABASE_URL", value).scheme
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        raise BadSetting(f"DATABASE_URL starts with {scheme + ':'!r}, but Hubbub knows sqlite: and postgresql: only.")
    try:
        config: dict[str, Any] = {**dj_database_url.parse(value)}
    except ValueError:
        raise BadSetting(
            "DATABASE_URL cannot be read: it must look like postgresql://user:password@host/name."
        ) from None
    return {"default": _sqlite(config) if scheme == "sqlite" else _postgresql(config)}


def uploads(environ: Environment, folder: Path) -> dict[str, Any]:
    """The storage in HUBBUB_UPLOADS_URL, or a folder that only we read."""
    value = environ.get("HUBBUB_UPLOADS_URL", "").strip()
    if value:
        return _s3(value)
    options = {"location": folder / "uploads", "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}


def _s3(value: str) -> dict[str, Any]:
    parts = _split("HUBBUB_UPLOADS_URL", value)
    asked = dict(parse_qsl(parts.query))
    if parts.scheme != "s3" or not parts.hostname or asked.keys() - {"endpoint", "region"}:
        raise BadSetting(
            "HUBBUB_UPLOADS_URL must look like s3://key:secret@bucket/folder?endpoint=https://host&region=name."
        )
    if find_spec("storages") is None:
        raise BadSetting("HUBBUB_UPLOADS_URL needs the extra s3: pip install hubbub[s3].")
    options = {
        "access_key": unquote(parts.username or "") or None,
        "secret_key": unquote(parts.password or "") or None,
        "bucket_name": parts.netloc.rpartition("@")[2],
        "location": parts.path.strip("/"),
        "endpoint_url": asked.get("endpoint"),
        "region_name": asked.get("region"),
        "file_overwrite": False,
        "max_memory_size": 1 << 20,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {k: v for k, v in options.items() if v is not None}}


def channel_layers(environ: Environment) -> dict[str, Any]:
    """The carrier in REDIS_URL. Of several addresses with commas between them, each carries its share of the rooms."""
    addresses = [part.strip() for part in environ.get("REDIS_URL", "").split(",") if part.strip()]
    if not addresses:
        return {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    return {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [_redis(address) for address in addresses], "prefix": "hubbub"},
        }
    }


def _redis(address: str) -> dict[str, Any]:
    scheme = _split("REDIS_URL", address).scheme
    if scheme not in {"redis", "rediss", "unix"}:
        raise BadSetting(
            f"An address in REDIS_URL starts with {scheme + ':'!r}, but it must be like redis://host:6379/0."
        )
    return {"address": address, "socket_connect_timeout": 3, "socket_timeout": 5, "socket_keepalive": True}


def mail(environ: Environment, public: Address | None) -> Mail:
    """HUBBUB_MAIL_URL: `smtp://` speaks plainly, `smtp+tls://` turns to TLS, `smtps://` starts with it."""
    value = environ.get("HUBBUB_MAIL_URL", "").strip()
    sender = environ.get("HUBBUB_MAIL_FROM", "").strip() or f"hubbub@{public.host if public else 'localhost'}"
    if not value:
        return Mail(sender=sender)
    parts = _split("HUBBUB_MAIL_URL", value)
    ports = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    if parts.scheme not in ports or not parts.hostname:
        raise BadSetting("HUBBUB_MAIL_URL must look like smtp+tls://user:password@host:587.")
    return Mail(
        host=parts.hostname,
        port=parts.port or ports[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+tls",
        tls=parts.scheme == "smtps",
        sender=sender,
    )


def time_zone(environ: Environment) -> str:
    value = environ.get("HUBBUB_TIME_ZONE", "").strip() or "UTC"
    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadSetting(f"HUBBUB_TIME_ZONE is {value!r}, but it must be a name like Europe/Lisbon.") from None


def _split(name: str, value: str) -> SplitResult:
    """The parts of an address, without repeating it in the error: it may hold a password."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError as problem:
        raise BadSetting(f"{name} is not an address that can be read: {problem}.") from None
    return parts


def _is_ip(value: str) -> bool:
    try:
        ip_address(value)
    except ValueError:
        return False
    return True


def _bracketed(name: str) -> str:
    return f"[{name}]" if ":" in name else name


def _create_once(path: Path, text: str) -> None:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600, exist_ok=False)
    draft.write_text(text)
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _sqlite(config: dict[str, Any]) -> dict[str, Any]:
    options = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    return {**config, "CONN_MAX_AGE": 0, "OPTIONS": {**options, **config.get("OPTIONS", {})}}


def _postgresql(config: dict[str, Any]) -> dict[str, Any]:
    """The pool waits twice as long before each new try; giving up soon lets the next query try at once."""
    options = {
        "pool": {"min_size": 1, "max_size": 16, "timeout": 10, "reconnect_timeout": 3},
        "options": "-c lock_timeout=10s -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s",
    }
    return {**config, "CONN_MAX_AGE": 0, "OPTIONS": {**options, **config.get("OPTIONS", {})}}
