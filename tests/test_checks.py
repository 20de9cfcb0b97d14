"""`manage.py check` tells a host what is wrong with its settings, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.db import connections

from hubbub.checks import IN_MEMORY, LISTS, SIGNED_COOKIES


@pytest.fixture
def options(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """SQLite's options, as a project's settings have them."""
    database = connections["default"]
    monkeypatch.setitem(database.settings_dict, "OPTIONS", {"transaction_mode": "IMMEDIATE"})
    monkeypatch.setattr(database, "vendor", "sqlite")
    return database.settings_dict["OPTIONS"]


def found(*, deploy: bool = False) -> dict[str, str]:
    """The hints of what is found, by id."""
    messages = run_checks(tags=["hubbub"], include_deployment_checks=deploy)
    return {str(message.id): str(message.hint) for message in messages}


def test_the_product_passes(options: dict[str, Any]) -> None:
    assert found() == {}


@pytest.mark.parametrize("mode", [None, "DEFERRED"])
def test_deferred_transactions_of_sqlite(options: dict[str, Any], mode: str | None) -> None:
    options["transaction_mode"] = mode
    assert "IMMEDIATE" in found()["hubbub.W001"]


def test_exclusive_transactions_are_well(options: dict[str, Any]) -> None:
    options["transaction_mode"] = "exclusive"
    assert found() == {}


@pytest.mark.parametrize("layers", [{}, {"other": {"BACKEND": IN_MEMORY}}])
def test_no_channel_layer(settings: Any, options: dict[str, Any], layers: dict[str, Any]) -> None:
    settings.CHANNEL_LAYERS = layers
    assert IN_MEMORY in found()["hubbub.W002"]


def test_no_asgi_application(settings: Any, options: dict[str, Any]) -> None:
    settings.ASGI_APPLICATION = None
    assert "asgi.application" in found()["hubbub.W003"]


def test_the_layer_that_loses_messages(settings: Any, options: dict[str, Any]) -> None:
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": LISTS}}
    assert "RedisPubSubChannelLayer" in found()["hubbub.W004"]


def test_a_layer_in_memory_is_told_of_when_deploying(settings: Any, options: dict[str, Any]) -> None:
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": IN_MEMORY}}
    assert "one process" in found(deploy=True)["hubbub.W005"]
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer"}}
    assert found(deploy=True) == {}


def test_pages_of_the_api_without_ninja(monkeypatch: pytest.MonkeyPatch, options: dict[str, Any]) -> None:
    monkeypatch.setattr(apps, "is_installed", lambda name: name != "ninja")
    assert "INSTALLED_APPS" in found()["hubbub.W006"]


def test_an_unknown_setting(settings: Any, options: dict[str, Any]) -> None:
    settings.HUBBUB = {"SOKET_PATH": "/ws/chat/"}
    assert "SOCKET_PATH" in found()["hubbub.E001"]


@pytest.mark.parametrize("path", ["talk/ws/chat/", "/talk/", "/ws/chat"])
def test_a_socket_path_where_no_socket_is(settings: Any, options: dict[str, Any], path: str) -> None:
    settings.HUBBUB = {"SOCKET_PATH": path}
    assert "/talk/ws/chat/" in found()["hubbub.E002"]


LIMITS = ["POST_RATE", "CALL_RATE", "SOCKETS_PER_USER", "SOCKETS_PER_ADDRESS"]
NO_LIMITS = [
    *[("POST_RATE", value) for value in ("20", "0/10", "20/0", "20/10s", "off", 20, (20, 10), "")],
    *[("CALL_RATE", value) for value in ("3", "off", 3)],
    *[(name, value) for name in LIMITS[2:] for value in (0, -1, "50", 1.5, True, "off")],
]


@pytest.mark.parametrize(("name", "value"), NO_LIMITS)
def test_a_limit_that_is_none(settings: Any, options: dict[str, Any], name: str, value: Any) -> None:
    settings.HUBBUB = {name: value}
    assert "None, for no limit" in found()["hubbub.E004"]


def test_limits_can_be_set_and_lifted(settings: Any, options: dict[str, Any]) -> None:
    settings.HUBBUB = {"POST_RATE": "1/60", "CALL_RATE": "1/60", "SOCKETS_PER_USER": 1, "SOCKETS_PER_ADDRESS": 1}
    assert found() == {}
    settings.HUBBUB = dict.fromkeys(LIMITS)
    assert found() == {}


def test_sessions_that_cannot_be_ended(settings: Any, options: dict[str, Any]) -> None:
    settings.SESSION_ENGINE = SIGNED_COOKIES
    assert "SESSION_ENGINE" in found()["hubbub.E003"]


PUBLIC: list[dict[str, Any]] = [
    {"MEDIA_URL": "/media/"},
    {"STORAGES": {"default": {"BACKEND": "storages.backends.s3.S3Storage"}}},
]


@pytest.mark.parametrize("change", PUBLIC)
def test_files_where_a_projects_own_uploads_are_for_all_to_see(
    settings: Any, options: dict[str, Any], change: dict[str, Any]
) -> None:
    settings.MEDIA_URL = ""
    settings.STORAGES = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    assert found() == {}
    for name, value in change.items():
        setattr(settings, name, value)
    assert found().keys() == {"hubbub.W008"}
