"""Who is in a room, and as what."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from ninja import Router

from hubbub import queries, wire
from hubbub.api.answers import MemberList, answer, answers
from hubbub.api.auth import Request
from hubbub.api.bodies import Body, said
from hubbub.models import Membership, Person
from hubbub.operations import rooms
from hubbub.threads import in_thread

router = Router(tags=["members"])


Role = Annotated[str, said(enum=Membership.Role.values)]


class Place(Body):
    role: Role


@router.post("/rooms/{room}/join", **answers({200: wire.RoomSummary}))
async def join_room(request: Request, room: str) -> HttpResponse:
    joined = await in_thread(rooms.join_room, request.auth, room)
    return answer(await in_thread(queries.summary, request.auth, joined.pk))


@router.post("/rooms/{room}/leave", **answers({204: None}))
async def leave_room(request: Request, room: str) -> HttpResponse:
    await in_thread(rooms.leave_room, request.auth, room)
    return answer(None, 204)


@router.get("/rooms/{room}/members", **answers({200: MemberList}))
async def list_members(request: Request, room: str) -> HttpResponse:
    return answer(MemberList(await in_thread(_members, request.auth, room)))


@router.put("/rooms/{room}/members/{username}", **answers({200: wire.Member}))
async def set_member(request: Request, room: str, username: str, data: Place) -> HttpResponse:
    """Add somebody, or change the role of a member."""
    return answer(wire.member(await in_thread(rooms.add_member, request.auth, room, username, data.role)))


@router.delete("/rooms/{room}/members/{username}", **answers({204: None}))
async def remove_member(request: Request, room: str, username: str) -> HttpResponse:
    await in_thread(rooms.remove_member, request.auth, room, username)
    return answer(None, 204)


def _members(person: Person, room_name: str) -> list[wire.Member]:
    return queries.members(queries.membership_in(person, room_name).room)
