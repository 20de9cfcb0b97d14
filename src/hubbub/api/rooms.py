"""Rooms: those that one may see, making, changing and archiving them, and how far one has read."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from hubbub import access, queries, wire
from hubbub.api.answers import ReadMark, RoomList, answer, answers
from hubbub.api.auth import Request
from hubbub.api.bodies import Body, Line, Markdown, Name, Number, NumberOrZero, ShortWords, Words, said
from hubbub.api.rates import Rated
from hubbub.errors import Refused
from hubbub.live import process
from hubbub.models import Person, Room
from hubbub.operations import reading, rooms, rules
from hubbub.threads import in_thread

router = Router(tags=["rooms"])


Kind = Annotated[str, said(enum=["public", "private"])]
Posting = Annotated[str, said(enum=Room.Posting.values)]
Sort = Literal["name", "members"]
Seconds = Annotated[int, Field(ge=0, le=rules.SLOWEST)]


class NewRoom(Body):
    room: Name
    title: Line = ""
    topic: Line = ""
    kind: Kind = "public"
    people: list[str] = []


class RoomChange(Body):
    title: Line | None = None
    topic: Line | None = None
    archived: bool | None = None
    posting: Posting | None = None
    calling: Posting | None = None
    slow: Seconds | None = None
    welcome: Markdown | None = None


class Wanted(BaseModel):
    """Which rooms: those that have all words of `q` in name, title or topic, and come behind the room `after`."""

    q: ShortWords = ""
    archived: bool = False
    sort: Sort = "name"
    after: Words = ""
    limit: Annotated[int, Field(ge=1, le=queries.LARGEST_DIRECTORY)] = 100


class Reading(Body):
    number: NumberOrZero


class Unread(Body):
    number: Number


@router.get("/rooms", **answers({200: RoomList}))
async def list_rooms(request: Request, wanted: Query[Wanted]) -> HttpResponse:
    """The public rooms and your own, a page at a time; the archived ones, too, with `archived`."""
    return answer(await in_thread(_directory, request.auth, wanted))


def _directory(person: Person, wanted: Wanted) -> RoomList:
    found = queries.directory(
        person, words=wanted.q, archived=wanted.archived, order=wanted.sort, after=wanted.after, limit=wanted.limit
    )
    return RoomList(found.rooms, found.more_after)


@router.post("/rooms", **answers({201: wire.Room}))
async def create_room(request: Request, data: NewRoom) -> HttpResponse:
    room = await in_thread(
        rooms.create_room,
        request.auth,
        data.room,
        title=data.title,
        topic=data.topic,
        kind=data.kind,
        people=data.people,
    )
    return answer(wire.room(room, "owner"), 201)


@router.get("/rooms/{room}", **answers({200: wire.Room}))
async def read_room(request: Request, room: str) -> HttpResponse:
    return answer(await in_thread(_state, request.auth, room))


@router.get("/rooms/{room}/welcome", **answers({200: wire.Welcome}))
async def read_welcome(request: Request, room: str) -> HttpResponse:
    """What its new members read first; empty where it says nothing."""
    return answer(await in_thread(_welcome, request.auth, room))


def _welcome(person: Person, room_name: str) -> wire.Welcome:
    return wire.welcome(queries.visible_room(person, room_name)[0])


@router.patch("/rooms/{room}", **answers({200: wire.Room}))
async def update_room(request: Request, room: str, data: RoomChange) -> HttpResponse:
    """Change what is named; the rest stays."""
    await in_thread(rooms.change_room, request.auth, room, **data.model_dump())
    return answer(await in_thread(_state, request.auth, room))


@router.delete("/rooms/{room}", **answers({200: wire.Room}))
async def archive_room(request: Request, room: str) -> HttpResponse:
    """Archive it: it can be read, and nothing can be added. `archived` false brings it back."""
    await in_thread(rooms.change_room, request.auth, room, archived=True)
    return answer(await in_thread(_state, request.auth, room))


@router.post("/rooms/{room}/read", throttle=Rated("read"), **answers({200: ReadMark}))
async def mark_read(request: Request, room: str, data: Reading) -> HttpResponse:
    outcome = await process.current().readings.share(reading.Reading(request.auth.pk, room, data.number))
    if isinstance(outcome, Refused):
        raise outcome
    return answer(ReadMark(*outcome))


@router.post("/rooms/{room}/unread", throttle=Rated("read"), **answers({200: ReadMark}))
async def mark_unread(request: Request, room: str, data: Unread) -> HttpResponse:
    """This message and all after it are unread again."""
    return answer(ReadMark(*await in_thread(reading.mark_unread, request.auth, room, data.number)))


def _state(person: Person, room_name: str) -> wire.Room:
    room, membership = queries.visible_room(person, room_name)
    return wire.room(room, access.role_in(membership) if membership else None)
