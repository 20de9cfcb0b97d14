"""Who is asking: a session or a token, and whether it still stands. Used by the socket and by the HTTP API."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import SimpleNamespace
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, get_user
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from hubbub.digests import digest
from hubbub.errors import Unauthorized
from hubbub.models import ApiToken, Person

SIGN_IN = "Sign in first."
BAD_TOKEN = "This token is not valid (any more)."  # noqa: S105  a sentence, not a secret


@dataclass(frozen=True)
class Credential:
    """What a socket was opened with. `digest` names it without giving it away."""

    person: int
    digest: str
    session_key: str = ""
    auth_hash: str = ""

    @property
    def is_token(self) -> bool:
        return not self.session_key


def from_session(person: Person, session: Any) -> Credential:
    key = session.session_key or ""
    return Credential(person.pk, digest(key), key, session.get(HASH_SESSION_KEY, ""))


def from_token(token: str) -> tuple[Person, Credential]:
    """
    Raises:
        Unauthorized: nobody's token, or that of a closed account.
    """
    [found] = from_tokens([token])
    if found is None:
        raise Unauthorized(BAD_TOKEN)
    return found


def from_tokens(tokens: Sequence[str]) -> list[tuple[Person, Credential] | None]:
    """For each token, in their order, whose it is, or None where `from_token` refuses it. One query."""
    digests = [digest(token) for token in tokens]
    rows = ApiToken.objects.select_related("person__user").filter(digest__in=set(digests))
    found = {row.digest: (row.person, Credential(row.person_id, row.digest)) for row in rows if is_active(row.person)}
    return [found.get(one) for one in digests]


def user_of_session(key: str) -> Any | None:
    """Who is signed in with a session of this key, by Django's own rules; None for nobody."""
    if not key:
        return None
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    user = get_user(cast(Any, SimpleNamespace(session=session)))
    return user if user.is_authenticated else None


def bearer(headers: Collection[tuple[bytes, bytes]]) -> str | None:
    """The token of an `Authorization: Bearer …` header, if there is one."""
    for name, value in headers:
        scheme, _, token = value.decode("latin-1").partition(" ")
        if name.lower() == b"authorization" and scheme.lower() == "bearer":
            return token.strip()
    return None


def standing(credentials: Collection[Credential]) -> set[Credential]:
    """Those that still hold: the account is open, the password unchanged, the session or token not ended.

    Three queries, however many there are, with sessions in the database.
    """
    people = Person.objects.select_related("user").in_bulk({one.person for one in credentials})
    tokens = tokens_there([one.digest for one in credentials if one.is_token])
    sessions = sessions_there([one.session_key for one in credentials if not one.is_token])
    return {
        one
        for one in credentials
        if (one.digest in tokens if one.is_token else one.session_key in sessions)
        and is_active(people.get(one.person))
        and (one.is_token or _same_password(people[one.person], one.auth_hash))
    }


def is_active(person: Person | None) -> bool:
    """Whether somebody has an account, and it is open."""
    return bool(person and person.user and getattr(person.user, "is_active", True))


def password_digest(person: Person) -> str:
    """What a person's password is recognised by: another one with each change, nothing where users have none."""
    current = getattr(person.user, "get_session_auth_hash", None)
    return digest(current()) if current else ""


def _same_password(person: Person, auth_hash: str) -> bool:
    current = getattr(person.user, "get_session_auth_hash", lambda: auth_hash)()
    return constant_time_compare(current, auth_hash)


def tokens_there(digests: Collection[str]) -> set[str]:
    """Those of some tokens, by their digests, that nobody has revoked."""
    return set(ApiToken.objects.filter(digest__in=digests).values_list("digest", flat=True)) if digests else set()


def sessions_there(keys: Collection[str]) -> set[str]:
    """Those of some sessions, by their keys, that have not ended."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    if not keys or not issubclass(store, DatabaseSessions):
        return {key for key in keys if store().exists(key)}
    rows = store.get_model_class().objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    return set(rows.values_list("session_key", flat=True))
