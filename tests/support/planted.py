"""The cast's rows, committed: made once in a test run, then put back before each test in a moment.

What runs in threads sees only what is committed, so a test of it cannot simply be rolled back.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from hubbub.models import Site
from tests.support.cast import make_cast, make_tokens


class Planted:
    def __init__(self) -> None:
        self.cast = make_cast()
        self.tokens = make_tokens(self.cast)
        self.rows = {model: list(model.objects.all()) for model in _models()}
        self.site = Site.objects.get()
        self.clear()

    def plant(self) -> None:
        with transaction.atomic():
            for model, rows in self.rows.items():
                model.objects.bulk_create(rows)

    def clear(self) -> None:
        """Take away everything but the site, which every database has, and which is again as it was."""
        with transaction.atomic(), connection.cursor() as cursor:
            for model in reversed([*self.rows]):
                cursor.execute(f"delete from {connection.ops.quote_name(model._meta.db_table)}")
            self.site.save()


def _models() -> list[Any]:
    """What is pointed at comes before what points at it."""
    hubbub = [model for model in apps.get_app_config("hubbub").get_models() if model is not Site]
    return sorted([get_user_model(), Session, *hubbub], key=_depth)


def _depth(model: Any) -> int:
    targets = {field.related_model for field in model._meta.concrete_fields if field.is_relation}
    return 1 + max(map(_depth, targets - {model}), default=0)


# Fixtures: a module that imports them has the cast committed in each of its tests


@pytest.fixture(scope="session")
def _planted(django_db_setup: None, django_db_blocker: Any) -> Planted:
    with django_db_blocker.unblock():
        return Planted()


@pytest.fixture(autouse=True)
def db(_planted: Planted, django_db_blocker: Any) -> Iterator[None]:
    """Everyone in their rooms, committed, and gone afterwards."""
    with django_db_blocker.unblock():
        _planted.plant()
        yield
        _planted.clear()


@pytest.fixture
def planted(db: None, _planted: Planted) -> Planted:
    return _planted
