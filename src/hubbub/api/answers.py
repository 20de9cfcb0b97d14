"""What the API answers with: the protocol's own objects, and the few that only HTTP has. Encoded once, sent so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import msgspec
from django.http import HttpResponse
from msgspec import UNSET, Struct, UnsetType

from hubbub import wire

JSON = "application/json"
REFERENCE = "#/components/schemas/{name}"


class Error(Struct):
    """`fields` says the same for single fields of the body or the query, by their names."""

    code: str
    message: str
    fields: dict[str, str]
    retry_after: float | UnsetType = UNSET


class RoomList(Struct):
    rooms: list[wire.Room]
    more_after: bool


class MemberList(Struct):
    members: list[wire.Member]


class PersonList(Struct):
    users: list[wire.Person]


class MessagePage(Struct):
    """Messages in the order of their numbers."""

    messages: list[wire.Message]
    rev: int
    more_before: bool
    more_after: bool


class MessageChanges(Struct):
    """Messages in the order of their revs; with `reset`, the latest page instead."""

    messages: list[wire.Message]
    rev: int
    reset: bool


class Thread(Struct):
    """What a thread hangs on, and messages of it in the order of their numbers."""

    root: wire.Message
    mark: wire.ThreadMark
    messages: list[wire.Message]
    rev: int
    more_before: bool
    more_after: bool


class FollowedThread(Struct):
    """`unread` counts what others have said since you read it."""

    root: wire.Message
    mark: wire.ThreadMark
    unread: int


class ThreadList(Struct):
    """`cursor` is for the next page; null where there is none."""

    threads: list[FollowedThread]
    cursor: str | None


class Revision(Struct):
    body: str
    html: str | None
    by: wire.Person
    created: dt.datetime


class RevisionPage(Struct):
    """The oldest first. `next` is what to ask `before` for the page before it; null where there is none."""

    revisions: list[Revision]
    next: int | None


class Pin(Struct):
    message: wire.Message
    by: wire.Person | None
    pinned: dt.datetime


class PinList(Struct):
    pins: list[Pin]


class SavedMessage(Struct):
    room: str
    message: wire.Message
    saved: dt.datetime


class SavedPage(Struct):
    """The latest saved first. `next` is what to ask `before` for the next page; null at the end."""

    saved: list[SavedMessage]
    next: int | None


class MentioningMessage(Struct):
    room: str
    message: wire.Message


class MentionPage(Struct):
    """The newest first. `next` is what to ask `before` for the next page; null at the end."""

    mentions: list[MentioningMessage]
    next: int | None


class ReadMark(Struct):
    number: int
    mentions: int


class SearchHit(Struct):
    """A message that fits. `marks` are pairs of places in the `snippet`, counted in characters of Unicode."""

    room: str
    number: int
    thread: int | None
    author: wire.Person
    created: dt.datetime
    snippet: str
    marks: list[tuple[int, int]]
    files: int


class SearchPage(Struct):
    """Hits, newest first. `before` asks for the next page; `message` says why a search is not `complete`."""

    hits: list[SearchHit]
    before: int | None
    complete: bool
    message: str


class Token(Struct):
    id: int
    label: str
    created: dt.datetime


class NewToken(Token):
    token: str


class TokenList(Struct):
    tokens: list[Token]


class Invitation(Struct):
    id: int
    created: dt.datetime
    expires: dt.datetime
    uses_left: int


class NewInvitation(Invitation):
    url: str


class InvitationList(Struct):
    invitations: list[Invitation]


class Emoji(Struct):
    """A picture of the site's own. `url` is below the API's address."""

    name: str
    url: str
    by: wire.Person | None


class EmojiList(Struct):
    emoji: list[Emoji]


class Browser(Struct):
    """A browser that takes pushes. `digest` is the SHA-256 of its endpoint, by which it knows itself."""

    id: int
    label: str
    digest: str
    created: dt.datetime


class BrowserList(Struct):
    """`key` is the site's public key, with which a browser subscribes."""

    key: str
    browsers: list[Browser]


class Notification(Struct):
    """What was decided about a message for one of one's browsers. Without a message it was a test, or it stands in a
    room that one is no longer in. `cause` says why it called for one, `text` what became of it, in words."""

    room: str | None
    title: str | None
    number: int | None
    author: str | None
    browser: str
    cause: str
    state: str
    reason: str
    text: str
    created: dt.datetime
    settled: dt.datetime | None


class NotificationList(Struct):
    notifications: list[Notification]


class Site(Struct):
    """`notify` is what those are notified of who have not chosen for a room: `all`, `mentions` or `nothing`."""

    name: str
    sign_up: str
    notify: str


def answer(value: Struct | None, status: int = 200) -> HttpResponse:
    """A response with an object as JSON, or without a body. What it says is the asker's, so no cache keeps it."""
    content = b"" if value is None else wire.encode(value)
    response = HttpResponse(content, status=status, headers={"Cache-Control": "no-store"})
    response.headers["Content-Type"] = JSON
    return response


# How the answers are described in OpenAPI

_described: set[type[Struct]] = {Error}


def answers(by_status: Mapping[int, type[Struct] | tuple[type[Struct], ...] | None]) -> dict[str, Any]:
    """Arguments of a route: the object (or one of several) that it answers with, by status; refusals it has anyway."""
    said: dict[Any, Any] = {status: _description(kinds) for status, kinds in by_status.items() if kinds}
    return {"response": dict.fromkeys(by_status), "openapi_extra": {"responses": said}}


def _description(kinds: type[Struct] | tuple[type[Struct], ...]) -> dict[str, Any]:
    return {"content": _content(*(kinds if isinstance(kinds, tuple) else (kinds,)))}


def _content(*kinds: type[Struct]) -> dict[str, Any]:
    _described.update(kinds)
    references = [{"$ref": REFERENCE.format(name=kind.__name__)} for kind in kinds]
    return {JSON: {"schema": references[0] if len(kinds) == 1 else {"anyOf": references}}}


def components() -> dict[str, Any]:
    """The schemas of all objects that routes answer with."""
    kinds = sorted(_described, key=lambda kind: kind.__name__)
    return msgspec.json.schema_components(kinds, ref_template=REFERENCE)[1]
