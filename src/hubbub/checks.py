"""What `manage.py check` says of a project's settings: each with a number, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.db import connections, router

from hubbub import conf, webpush
from hubbub.models import Room
from hubbub.models.uploads import STORAGE

IN_MEMORY = "channels.layers.InMemoryChannelLayer"
SIGNED_COOKIES = "django.contrib.sessions.backends.signed_cookies"
ON_DISK = "django.core.files.storage.FileSystemStorage"
LISTS = "channels_redis.core.RedisChannelLayer"


def check_settings(**kwargs: Any) -> list[CheckMessage]:
    return [
        *_database(),
        *_channel_layer(),
        *_application(),
        *_sessions(),
        *_own_settings(),
        *_limits(),
        *_storage(),
        *_push(),
    ]


def check_deployment(**kwargs: Any) -> list[CheckMessage]:
    if _layer() != IN_MEMORY:
        return []
    return [
        Warning(
            "The channel layer is in memory, so it carries nothing to other processes.",
            hint="That is right for one process. For more, use channels_redis.pubsub.RedisPubSubChannelLayer.",
            id="hubbub.W005",
        )
    ]


def _database() -> Iterator[CheckMessage]:
    database = connections[router.db_for_write(Room)]
    mode = database.settings_dict["OPTIONS"].get("transaction_mode") or "DEFERRED"
    if database.vendor == "sqlite" and mode.upper() == "DEFERRED":
        yield Warning(
            "SQLite's transactions are deferred: two people who post at the same moment can meet “database is locked”.",
            hint='Set "OPTIONS": {"transaction_mode": "IMMEDIATE"} in DATABASES.',
            id="hubbub.W001",
        )


def _channel_layer() -> Iterator[CheckMessage]:
    if not _layer():
        yield Warning(
            "CHANNEL_LAYERS has no default layer, so nothing reaches a room from outside, nor another process.",
            hint=f'For one process, set CHANNEL_LAYERS = {{"default": {{"BACKEND": "{IN_MEMORY}"}}}}.',
            id="hubbub.W002",
        )
    if _layer() == LISTS:
        yield Warning(
            f"{LISTS} drops messages when many are waiting, and forgets its groups when Redis restarts.",
            hint="Use channels_redis.pubsub.RedisPubSubChannelLayer.",
            id="hubbub.W004",
        )


def _layer() -> str:
    backend: str = getattr(settings, "CHANNEL_LAYERS", {}).get("default", {}).get("BACKEND", "")
    return backend


def _application() -> Iterator[CheckMessage]:
    if not getattr(settings, "ASGI_APPLICATION", None):
        yield Warning(
            "ASGI_APPLICATION is not set, so Daphne's runserver does not find the sockets.",
            hint='Set ASGI_APPLICATION = "<your project>.asgi.application".',
            id="hubbub.W003",
        )
    if not apps.is_installed("ninja"):
        yield Warning(
            "ninja is not in INSTALLED_APPS, so the pages about the HTTP API load their scripts from another host.",
            hint='Add "ninja" to INSTALLED_APPS.',
            id="hubbub.W006",
        )


def _sessions() -> Iterator[CheckMessage]:
    if settings.SESSION_ENGINE == SIGNED_COOKIES:
        yield Error(
            "Sessions in signed cookies cannot be ended by the server, so sockets do not trust them and close.",
            hint="Use another SESSION_ENGINE, for example Django's default.",
            id="hubbub.E003",
        )


def _storage() -> Iterator[CheckMessage]:
    """A folder of this machine that has no address is nobody's to see. Anything else may be public."""
    default = settings.STORAGES.get("default", {}).get("BACKEND")
    kept_apart = default == ON_DISK and settings.MEDIA_URL.strip("/") == ""
    if STORAGE not in settings.STORAGES and not kept_apart:
        yield Warning(
            f"STORAGES has no {STORAGE!r}, so what people send is kept in the default storage, which may be public.",
            hint=f'Add a storage named "{STORAGE}" with a folder of its own that nothing serves.',
            id="hubbub.W008",
        )


def _own_settings() -> Iterator[CheckMessage]:
    for name in getattr(settings, "HUBBUB", {}).keys() - conf.DEFAULTS.keys():
        yield Error(
            f"HUBBUB has no setting {name!r}.",
            hint=f"Its settings are {', '.join(sorted(conf.DEFAULTS))}.",
            id="hubbub.E001",
        )
    path = conf.get("SOCKET_PATH")
    if not (path.startswith("/") and path.endswith("/ws/chat/")):
        yield Error(
            f'HUBBUB["SOCKET_PATH"] is {path!r}, where no socket is.',
            hint="It is the path of the site with /ws/chat/ behind it, for example /talk/ws/chat/.",
            id="hubbub.E002",
        )


def _limits() -> Iterator[CheckMessage]:
    megabytes = conf.get("UPLOAD_LIMIT")
    if type(megabytes) is not int or megabytes < 1:
        yield Error(
            f"HUBBUB['UPLOAD_LIMIT'] is {megabytes!r}, which limits nothing.",
            hint="It is a whole number of megabytes from 1, like 25.",
            id="hubbub.E004",
        )
    for name in ("SOCKETS_PER_USER", "SOCKETS_PER_ADDRESS"):
        value = conf.get(name)
        if value is not None and (type(value) is not int or value < 1):
            yield _no_limit(name, f"a whole number from 1, like {conf.DEFAULTS[name]}")
    for name, rate in {"POST_RATE": conf.post_rate, "CALL_RATE": conf.call_rate}.items():
        try:
            rate()
        except (ValueError, TypeError):
            yield _no_limit(name, f'a number/seconds in a string, like "{conf.DEFAULTS[name]}"')


def _no_limit(name: str, wanted: str) -> CheckMessage:
    return Error(
        f"HUBBUB[{name!r}] is {conf.get(name)!r}, which limits nothing.",
        hint=f"It is {wanted}; or None, for no limit.",
        id="hubbub.E004",
    )


def _push() -> Iterator[CheckMessage]:
    try:
        if conf.get("PUSH_KEY"):
            webpush.public_key(conf.get("PUSH_KEY"))
    except (ValueError, TypeError, AttributeError):
        yield Error(
            'HUBBUB["PUSH_KEY"] is no key with which pushes could be signed.',
            hint="It is a private key of 32 bytes in base64url; leave it out to have one made.",
            id="hubbub.E005",
        )
    if conf.get("PUSH_TO_LOOPBACK") and not settings.DEBUG:
        yield Warning(
            'With HUBBUB["PUSH_TO_LOOPBACK"], people make this server send requests to programs on its own machine.',
            hint="It is for tests and development. Leave it out.",
            id="hubbub.W007",
        )
