"""Messages of a room: history by number, changes by rev, posting, editing, deleting."""

from __future__ import annotations

import uuid
from typing import Annotated

from django.http import HttpResponse
from ninja import Header, Query, Router
from pydantic import BaseModel, Field

from hubbub import access, conf, queries, wire
from hubbub.api.answers import MessageChanges, MessagePage, Revision, RevisionPage, answer, answers
from hubbub.api.auth import Request
from hubbub.api.bodies import Body, Markdown, Number, NumberOrZero, Rev
from hubbub.api.rates import Rated
from hubbub.errors import Invalid, Refused
from hubbub.live import here, process
from hubbub.models import Person
from hubbub.operations import messages
from hubbub.operations.messages import NewPost
from hubbub.threads import in_thread

router = Router(tags=["messages"])

ClientId = Annotated[uuid.UUID, Field(strict=False)]


class Window(BaseModel):
    """Which messages: the latest, or those before, after or around a number; or what changed since a rev."""

    before: NumberOrZero | None = None
    after: NumberOrZero | None = None
    around: NumberOrZero | None = None
    since: Rev | None = None
    limit: Annotated[int, Field(ge=1, le=queries.LARGEST_PAGE)] = queries.PAGE


class NewMessage(Body):
    """Words may be missing where there are files."""

    body: Markdown = ""
    reply_to: Number | None = None
    uploads: Annotated[list[Number], Field(max_length=wire.MOST_FILES)] = []
    thread: Number | None = None
    in_room: bool | None = None
    client_id: ClientId | None = None
    confirmed: bool = False


class MessageChange(Body):
    body: Markdown
    confirmed: bool = False


class Earlier(BaseModel):
    """Which earlier texts: the latest, or those before what the page behind them said was `next`."""

    before: Number | None = None
    limit: Annotated[int, Field(ge=1, le=queries.MOST_EARLIER)] = queries.MOST_EARLIER


@router.get("/rooms/{room}/messages", **answers({200: (MessagePage, MessageChanges)}))
async def list_messages(request: Request, room: str, window: Query[Window]) -> HttpResponse:
    """A page of history by number; with `since`, everything that changed after this rev, or `reset`."""
    if [window.before, window.after, window.around, window.since].count(None) < 3:
        raise Invalid("Use only one of before, after, around and since.")
    ask = _page if window.since is None else _changes
    return answer(await in_thread(ask, request.auth, room, window))


def _page(person: Person, room_name: str, window: Window) -> MessagePage:
    room = queries.membership_in(person, room_name).room
    found = queries.page(room, before=window.before, after=window.after, around=window.around, limit=window.limit)
    return MessagePage(found.messages, found.rev, found.more_before, found.more_after)


def _changes(person: Person, room_name: str, window: Window) -> MessageChanges:
    found = queries.snapshot(person, room_name, window.since)
    return MessageChanges(found.messages, found.rev, found.reset)


@router.post("/rooms/{room}/messages", throttle=Rated("try"), **answers({200: wire.Message, 201: wire.Message}))
async def post_message(
    request: Request,
    room: str,
    data: NewMessage,
    idempotency_key: Annotated[uuid.UUID | None, Header(None, alias="Idempotency-Key")],
) -> HttpResponse:
    """Post. The same `Idempotency-Key` (or `client_id`) again gives the first message back, with 200."""
    client_id = _client_id(idempotency_key, data.client_id)
    present = await here.present(process.current(), request.auth, room, data.body)
    new = NewPost(
        request.auth.pk,
        room,
        client_id,
        data.body,
        reply_to=data.reply_to,
        uploads=tuple(data.uploads),
        thread=data.thread,
        in_room=data.in_room,
        present=present,
        confirmed=data.confirmed,
    )
    outcome = await process.current().intake.share(new)
    if isinstance(outcome, Refused):
        raise outcome
    return answer(outcome.message, 201 if outcome.new else 200)


def _client_id(key: uuid.UUID | None, client_id: uuid.UUID | None) -> uuid.UUID:
    if key and client_id and key != client_id:
        raise Invalid("The header Idempotency-Key and client_id differ. Send one of them, or the same in both.")
    return key or client_id or uuid.uuid4()


@router.get("/rooms/{room}/messages/{number}", **answers({200: wire.Message}))
async def read_message(request: Request, room: str, number: Number) -> HttpResponse:
    return answer(await in_thread(_message, request.auth, room, number))


def _message(person: Person, room_name: str, number: int) -> wire.Message:
    room = queries.membership_in(person, room_name).room
    return queries.message(queries.message_row(room, number).pk)


@router.patch("/rooms/{room}/messages/{number}", **answers({200: wire.Message}))
async def edit_message(request: Request, room: str, number: Number, data: MessageChange) -> HttpResponse:
    present = await here.present(process.current(), request.auth, room, data.body)
    changed = await in_thread(
        messages.edit_message,
        request.auth,
        room,
        number,
        data.body,
        present=present,
        confirmed=data.confirmed,
        call_rate=conf.call_rate(),
    )
    return answer(changed)


@router.delete("/rooms/{room}/messages/{number}", **answers({200: wire.Message}))
async def delete_message(request: Request, room: str, number: Number) -> HttpResponse:
    return answer(await in_thread(messages.delete_message, request.auth, room, number))


@router.get("/rooms/{room}/messages/{number}/revisions", **answers({200: RevisionPage}))
async def list_revisions(request: Request, room: str, number: Number, cursor: Query[Earlier]) -> HttpResponse:
    """The texts that the message had before it was edited, of which a hundred are kept: for its author and for
    moderators. A page of the latest, or of those before; in it the oldest comes first."""
    return answer(await in_thread(_revisions, request.auth, room, number, cursor))


def _revisions(person: Person, room_name: str, number: int, cursor: Earlier) -> RevisionPage:
    membership = queries.membership_in(person, room_name)
    row = queries.message_row(membership.room, number)
    access.may_read_revisions(membership, row)
    rows, following = queries.revisions(row, cursor.before, cursor.limit)
    texts = [Revision(one.body, one.html, wire.person(one.replaced_by), one.created) for one in rows]
    return RevisionPage(texts, following)
