"""The programs that keep and carry things for us: the database, the storage of files, Redis, the mail server."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

import dj_database_url

from hubbub.server.environment.addresses import Address
from hubbub.server.environment.values import BadSetting, Environment, split


def databases(environ: Environment, folder: Path) -> dict[str, Any]:
    value = environ.get("DATABASE_URL", "").strip()
    if not value:
        return {"default": _sqlite({"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "hubbub.sqlite3")})}
    scheme = split("DATABASE_URL", value).scheme
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        raise BadSetting(f"DATABASE_URL starts with {scheme + ':'!r}, but Hubbub knows sqlite: and postgresql: only.")
    try:
        config: dict[str, Any] = {**dj_database_url.parse(value)}
    except ValueError:
        raise BadSetting(
            "DATABASE_URL cannot be read: it must look like postgresql://user:password@host/name."
        ) from None
    return {"default": _sqlite(config) if scheme == "sqlite" else _postgresql(config)}


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


def uploads(environ: Environment, folder: Path) -> dict[str, Any]:
    """The storage in HUBBUB_UPLOADS_URL, or a folder that only we read."""
    value = environ.get("HUBBUB_UPLOADS_URL", "").strip()
    if value:
        return _s3(value)
    options = {"location": folder / "uploads", "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}


def _s3(value: str) -> dict[str, Any]:
    parts = split("HUBBUB_UPLOADS_URL", value)
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
        "client_config": _patience(),
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {k: v for k, v in options.items() if v is not None}}


def _patience() -> Any:
    """A bucket that does not answer is away. Botocore would wait for a minute, five times."""
    config = import_module("botocore.config").Config
    return config(connect_timeout=3, read_timeout=10, retries={"total_max_attempts": 2})


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
    scheme = split("REDIS_URL", address).scheme
    if scheme not in {"redis", "rediss", "unix"}:
        raise BadSetting(
            f"An address in REDIS_URL starts with {scheme + ':'!r}, but it must be like redis://host:6379/0."
        )
    return {"address": address, "socket_connect_timeout": 3, "socket_timeout": 5, "socket_keepalive": True}


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


def mail(environ: Environment, public: Address | None) -> Mail:
    """HUBBUB_MAIL_URL: `smtp://` speaks plainly, `smtp+tls://` turns to TLS, `smtps://` starts with it."""
    value = environ.get("HUBBUB_MAIL_URL", "").strip()
    sender = environ.get("HUBBUB_MAIL_FROM", "").strip() or f"hubbub@{public.host if public else 'localhost'}"
    if not value:
        return Mail(sender=sender)
    parts = split("HUBBUB_MAIL_URL", value)
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
