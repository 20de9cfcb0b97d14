"""Threads: all of one's own, what stands in one, following it and reading it."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from hubbub import queries, wire
from hubbub.api.answers import FollowedThread, Thread, ThreadList, answer, answers
from hubbub.api.auth import Request
from hubbub.api.bodies import Body, Number, NumberOrZero, said
from hubbub.api.rates import Rated
from hubbub.errors import Invalid
from hubbub.models import Person
from hubbub.operations.threads import follow_thread, mark_thread_read
from hubbub.threads import in_thread

router = Router(tags=["threads"])

Limit = Annotated[int, Field(ge=1, le=queries.LARGEST_PAGE)]
Cursor = Annotated[str, said(pattern=f"^{queries.CURSOR}$")]


class ThreadWindow(BaseModel):
    """Which messages of a thread: the latest, or those before, after or around a number."""

    before: NumberOrZero | None = None
    after: NumberOrZero | None = None
    around: NumberOrZero | None = None
    limit: Limit = queries.PAGE


class ListWindow(BaseModel):
    cursor: Cursor | None = None
    limit: Limit = queries.PAGE


class ThreadReading(Body):
    number: NumberOrZero


@router.get("/threads", **answers({200: ThreadList}))
async def list_threads(request: Request, window: Query[ListWindow]) -> HttpResponse:
    """The threads that you follow or have written in: with unread messages first, then the latest first."""
    return answer(await in_thread(_threads, request.auth, window))


def _threads(person: Person, window: ListWindow) -> ThreadList:
    found = queries.threads(person, window.cursor, window.limit)
    return ThreadList([FollowedThread(one.root, one.mark, one.unread) for one in found.threads], found.cursor)


@router.get("/rooms/{room}/messages/{number}/thread", **answers({200: Thread}))
async def read_thread(request: Request, room: str, number: Number, window: Query[ThreadWindow]) -> HttpResponse:
    """What a message's thread hangs on, and a page of it by number. Any message of the thread names it."""
    if [window.before, window.after, window.around].count(None) < 2:
        raise Invalid("Use only one of before, after and around.")
    return answer(await in_thread(_thread, request.auth, room, number, window))


def _thread(person: Person, room_name: str, number: int, window: ThreadWindow) -> Thread:
    room = queries.membership_in(person, room_name).room
    found = queries.thread(person, room, number, **window.model_dump())
    return Thread(found.root, found.mark, found.messages, found.rev, found.more_before, found.more_after)


@router.put("/rooms/{room}/messages/{number}/follow", **answers({200: wire.ThreadMark}))
async def follow(request: Request, room: str, number: Number) -> HttpResponse:
    """Follow a thread: you are told when something is said in it."""
    return answer(await in_thread(follow_thread, request.auth, room, number))


@router.delete("/rooms/{room}/messages/{number}/follow", **answers({200: wire.ThreadMark}))
async def unfollow(request: Request, room: str, number: Number) -> HttpResponse:
    """Follow a thread no more, until you write in it."""
    return answer(await in_thread(follow_thread, request.auth, room, number, on=False))


@router.post("/rooms/{room}/messages/{number}/thread/read", throttle=Rated("read"), **answers({200: wire.ThreadMark}))
async def mark_read_thread(request: Request, room: str, number: Number, data: ThreadReading) -> HttpResponse:
    """You have read a thread up to a number. It is kept where you follow it or have written in it."""
    return answer(await in_thread(mark_thread_read, request.auth, room, number, data.number))
