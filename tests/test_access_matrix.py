"""Who may do what: every address and method, and every command of a socket, for everyone. A new one needs a row here.

The room is the laser cutter's: a public one that Jonas owns, Rosa moderates, Tom has written in, and Mina, who owns the
site, is a plain member of. Eve is not in it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.urls import URLResolver, get_resolver

from hubbub import wire
from hubbub.api import api
from hubbub.models.uploads import storage
from hubbub.operations.emoji import add_emoji
from hubbub.operations.invitations import create_invitation
from hubbub.operations.messages import NewPost, post_message, post_messages
from hubbub.operations.people import create_token
from hubbub.operations.rooms import add_member, create_room
from tests.support.api import SITE, Caller, new_session
from tests.support.cast import make_person
from tests.support.client import join
from tests.support.files import brought
from tests.support.planted import Planted, _planted, db, planted
from tests.support.push import Browser, subscribe
from tests.support.servers import Server

__all__ = ["_planted", "db", "planted"]

WHO = {
    "nobody": "",
    "a bad token": "",
    "stranger": "eve",
    "member": "priya",
    "author": "tom",
    "moderator": "rosa",
    "owner": "jonas",
    "site owner": "mina",
}

API = """
                                                         nobody  bad  stranger  member  author  moderator  owner  site
GET     me                                               401     401  200       200     200     200        200    200
PATCH   me                                               401     401  200       200     200     200        200    200
GET     me/preferences                                   401     401  200       200     200     200        200    200
PATCH   me/preferences                                   401     401  200       200     200     200        200    200
GET     me/push                                          401     401  200       200     200     200        200    200
POST    me/push                                          401     401  200       200     200     200        200    200
DELETE  me/push/{browser_id}                             401     401  404       404     204     404        404    404
POST    me/push/{browser_id}/test                        401     401  404       404     204     404        404    404
GET     me/notifications                                 401     401  200       200     200     200        200    200
PUT     me/rooms                                         401     401  404       204     204     204        204    204
GET     rooms                                            401     401  200       200     200     200        200    200
POST    rooms                                            401     401  201       201     201     201        201    201
GET     rooms/{room}                                     401     401  200       200     200     200        200    200
GET     rooms/{room}/welcome                             401     401  200       200     200     200        200    200
PATCH   rooms/{room}                                     401     401  404       403     403     200        200    200
DELETE  rooms/{room}                                     401     401  404       403     403     200        200    200
POST    rooms/{room}/read                                401     401  404       200     200     200        200    200
PATCH   rooms/{room}/me                                  401     401  404       200     200     200        200    200
POST    rooms/{room}/unread                              401     401  404       200     200     200        200    200
POST    rooms/{room}/join                                401     401  200       200     200     200        200    200
POST    rooms/{room}/leave                               401     401  404       204     204     204        403    204
GET     rooms/{room}/members                             401     401  404       200     200     200        200    200
PUT     rooms/{room}/members/{username}                  401     401  404       403     403     200        200    200
DELETE  rooms/{room}/members/{username}                  401     401  404       403     403     204        204    204
GET     rooms/{room}/messages                            401     401  404       200     200     200        200    200
POST    rooms/{room}/messages                            401     401  404       201     201     201        201    201
GET     rooms/{room}/messages/{number}                   401     401  404       200     200     200        200    200
PATCH   rooms/{room}/messages/{number}                   401     401  404       403     200     403        403    403
DELETE  rooms/{room}/messages/{number}                   401     401  404       403     200     200        200    200
GET     rooms/{room}/messages/{number}/revisions         401     401  404       403     200     200        200    200
GET     rooms/{room}/messages/{number}/thread            401     401  404       200     200     200        200    200
PUT     rooms/{room}/messages/{number}/follow            401     401  404       200     200     200        200    200
DELETE  rooms/{room}/messages/{number}/follow            401     401  404       200     200     200        200    200
POST    rooms/{room}/messages/{number}/thread/read       401     401  404       200     200     200        200    200
GET     threads                                          401     401  200       200     200     200        200    200
GET     rooms/{room}/pins                                401     401  404       200     200     200        200    200
PUT     rooms/{room}/messages/{number}/pin               401     401  404       403     403     200        200    200
DELETE  rooms/{room}/messages/{number}/pin               401     401  404       403     403     200        200    200
PUT     rooms/{room}/messages/{number}/saved             401     401  404       204     204     204        204    204
DELETE  rooms/{room}/messages/{number}/saved             401     401  404       204     204     204        204    204
GET     saved                                            401     401  200       200     200     200        200    200
GET     mentions                                         401     401  200       200     200     200        200    200
PUT     rooms/{room}/messages/{number}/reactions/{emoji} 401     401  404       200     200     200        200    200
DELETE  rooms/{room}/messages/{number}/reactions/{emoji} 401     401  404       200     200     200        200    200
GET     emoji                                            401     401  200       200     200     200        200    200
POST    emoji                                            401     401  403       403     403     403        403    201
GET     emoji/{emoji_name}/picture                       401     401  200       200     200     200        200    200
DELETE  emoji/{emoji_name}                               401     401  403       403     403     403        403    204
POST    direct                                           401     401  201       201     201     201        201    201
POST    uploads                                          401     401  404       201     201     201        201    201
GET     uploads/{upload_id}/{name}                       401     401  404       200     200     200        200    200
GET     thumbnails/{upload_id}                           401     401  404       200     200     200        200    200
DELETE  uploads/{upload_id}                              401     401  404       404     204     404        404    404
GET     users                                            401     401  200       200     200     200        200    200
GET     search                                           401     401  200       200     200     200        200    200
GET     tokens                                           401     401  200       200     200     200        200    200
POST    tokens                                           401     401  201       201     201     201        201    201
DELETE  tokens/{token_id}                                401     401  404       404     204     404        404    404
GET     invitations                                      401     401  403       403     403     403        403    200
POST    invitations                                      401     401  403       403     403     403        403    201
DELETE  invitations/{invitation_id}                      401     401  403       403     403     403        403    204
GET     site                                             401     401  403       403     403     403        403    200
PATCH   site                                             401     401  403       403     403     403        403    200
"""

PICTURE = 7001  # the id of one that Mina has uploaded

PUSH_SERVICE: dict[str, Any] = {"endpoint": "https://push.example.net/send/x", "label": "Laptop"}
PUSH_SERVICE["keys"] = {"p256dh": Browser().p256dh, "auth": Browser().auth}

BODIES: dict[str, dict[str, Any]] = {
    "PATCH me": {"name": "Another"},
    "PATCH me/preferences": {"sound": True},
    "POST me/push": PUSH_SERVICE,
    "PUT me/rooms": {"rooms": ["laser-cutter"]},
    "POST rooms": {"room": "weaving"},
    "PATCH rooms/{room}": {"topic": "Another"},
    "POST rooms/{room}/read": {"number": 1},
    "POST rooms/{room}/unread": {"number": 1},
    "PATCH rooms/{room}/me": {"notify": "all"},
    "PUT rooms/{room}/members/{username}": {"role": "member"},
    "POST rooms/{room}/messages": {"body": "Hello"},
    "PATCH rooms/{room}/messages/{number}": {"body": "Another"},
    "POST emoji": {"name": "kettle", "upload": PICTURE},
    "POST rooms/{room}/messages/{number}/thread/read": {"number": 1},
    "POST direct": {"usernames": ["gus"]},
    "POST tokens": {"label": "Mine"},
    "POST invitations": {},
    "PATCH site": {"name": "Another"},
}

PAGES = """
                                             nobody  stranger  site owner
""                                             302      302        302
setup/                                         403      403        403
join/<str:code>/                               404      302        302
accounts/signup/                               200      302        302
accounts/password/reset/                       200      200        200
accounts/                                      302      200        200
site/                                          302      403        200
admin/                                         302      302        200
chat/                                          302      200        200
chat/sw.js                                     200      200        200
chat/manifest.webmanifest                      200      200        200
chat/offline.html                              200      200        200
^chat/(?P<room_name>[\\w-]{1,50})/$            302      200        200
^chat/(?P<room_name>[\\w-]{1,50})/(?P<number>\\d{1,15})/?$   302   200   200
api/v1/                                        404      404        404
api/v1/openapi.json                            200      200        200
api/v1/docs                                    200      200        200
^api/v1/                                       404      404        404
"""

EXAMPLES = {
    '""': "",
    "join/<str:code>/": "join/no-such-code/",
    "accounts/": "accounts/email/",
    "^chat/(?P<room_name>[\\w-]{1,50})/$": "chat/treasury/",
    "^chat/(?P<room_name>[\\w-]{1,50})/(?P<number>\\d{1,15})/?$": "chat/treasury/1",
    "^api/v1/": "api/v1/nothing/here",
}
GROUPS = ("admin/", "accounts/")

COMMANDS = """
               stranger    member       moderator    owner
subscribe      not_found   subscribed   subscribed   subscribed
unsubscribe    not_found   quiet        quiet        quiet
post           not_found   posted       posted       posted
typing         not_found   quiet        quiet        quiet
read           not_found   quiet        quiet        quiet
ping           pong        pong         pong         pong
"""

FIELDS: dict[str, dict[str, Any]] = {
    "post": {"client_id": "6f1f4d0c-2d58-4a57-9a8e-0a63d6d3f1a1", "body": "Hello"},
    "read": {"number": 0},
}


def rows(table: str, words: int) -> list[tuple[str, list[str]]]:
    """Each line as its name, of one or more words, and its cells."""
    lines = [line.split() for line in table.strip("\n").splitlines()[1:]]
    return [(" ".join(line[:words]), line[words:]) for line in lines]


def cells(table: str, words: int, who: list[str]) -> list[Any]:
    return [
        pytest.param(name, caller, cell, id=f"{name}, {caller}: {cell}")
        for name, expected in rows(table, words)
        for caller, cell in zip(who, expected, strict=True)
    ]


# The HTTP API


@pytest.fixture
def stage(planted: Planted) -> dict[str, str]:
    return set_stage(planted)


def set_stage(planted: Planted) -> dict[str, str]:
    """Tokens by name, and what stands for the names in the addresses."""
    cast = planted.cast
    tom, _ = make_person("tom"), make_person("gus")
    add_member(cast.jonas, "laser-cutter", "rosa", role="moderator")
    add_member(cast.jonas, "laser-cutter", "tom")
    create_room(cast.jonas, "vault", kind="private")
    message = post_message(tom, "laser-cutter", "Who burnt the plywood?")
    picture, unsent = (brought(tom, cast.laser_cutter, "burnt.png", thumbnail="hubbub/small") for _ in range(2))
    storage().save("hubbub/small", ContentFile(b"small"))
    post_messages([NewPost(tom.pk, "laser-cutter", uuid4(), "", uploads=(picture.pk,))])
    brought(cast.mina, cast.tea, "kettle.webp", pk=PICTURE, content_type="image/webp", width=64, height=64)
    add_emoji(cast.mina, "pot", brought(cast.mina, cast.tea, "pot.webp", width=64, height=64).pk)
    row, token = create_token(tom)
    invitation, _ = create_invitation(cast.mina)
    names = {
        "room": "laser-cutter",
        "username": "tom",
        "number": str(message.number),
        "emoji": "🔥",
        "emoji_name": "pot",
        "browser_id": str(subscribe(tom, PUSH_SERVICE | {"endpoint": "https://push.example.net/send/tom"}).pk),
    }
    names |= {"upload_id": str(picture.pk), "name": "burnt.png", "unsent": str(unsent.pk)}
    return planted.tokens | {"tom": token, "token_id": str(row.pk), "invitation_id": str(invitation.pk)} | names


def caller_of(stage: dict[str, str], who: str) -> Caller:
    return Caller(stage[WHO[who]] if WHO[who] else "wrong" if who == "a bad token" else "")


QUESTIONS = {"GET search": "?q=plywood"}


async def ask(caller: Caller, route: str, names: dict[str, str]) -> Any:
    method, path = route.split()
    names = names | ({"upload_id": names["unsent"]} if route == "DELETE uploads/{upload_id}" else {})
    if route == "POST uploads":
        return await caller.bring(names["room"], b"Hello")
    return await caller.send(method, path.format(**names) + QUESTIONS.get(route, ""), BODIES.get(route))


@pytest.mark.parametrize(("route", "who", "status"), cells(API, 2, list(WHO)))
async def test_the_api(stage: dict[str, str], route: str, who: str, status: str) -> None:
    names = stage | ({"username": "gus"} if route.startswith("PUT rooms/{room}/members") else {})
    answer = await ask(caller_of(stage, who), route, names)
    assert answer.status == int(status), answer


@pytest.mark.parametrize("role", ["moderator", "owner"])
@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 404), ("member", 403), ("author", 403), ("moderator", 403), ("owner", 200)]
)
async def test_only_owners_give_roles(stage: dict[str, str], who: str, role: str, status: int) -> None:
    answer = await caller_of(stage, who).put("rooms/laser-cutter/members/tom", {"role": role})
    assert answer.status == status


IN_A_ROOM = [route for route, _ in rows(API, 2) if "{room}" in route]


@pytest.mark.parametrize("who", ["stranger", "site owner"])
@pytest.mark.parametrize("route", IN_A_ROOM)
async def test_a_private_room_is_as_if_it_were_not_there(stage: dict[str, str], route: str, who: str) -> None:
    caller = caller_of(stage, who)
    private, absent = [await ask(caller, route, stage | {"room": room}) for room in ("vault", "no-such-room")]
    assert private.status == absent.status == 404
    assert private.json == absent.json


def test_every_route_of_the_api_has_a_row() -> None:
    routes = {f"{method.upper()} {path}" for path, methods in _described().items() for method in methods}
    assert routes == {route for route, _ in rows(API, 2)}


# Pages


@pytest.mark.parametrize(("address", "who", "status"), cells(PAGES, 1, ["nobody", "stranger", "site owner"]))
async def test_the_pages(browser_of: Callable[[str], Caller], address: str, who: str, status: str) -> None:
    answer = await browser_of(who).get(f"{SITE}/{EXAMPLES.get(address, address)}")
    assert answer.status == int(status), answer


@pytest.mark.parametrize("who", ["nobody", "stranger", "site owner"])
@pytest.mark.parametrize("address", [address for address, _ in rows(PAGES, 1)])
async def test_a_form_of_another_site_does_nothing(browser_of: Callable[[str], Caller], address: str, who: str) -> None:
    answer = await browser_of(who).send(
        "POST", f"{SITE}/{EXAMPLES.get(address, address)}", b"", Origin="http://evil.example"
    )
    assert answer.status in {302, 403, 404, 405}
    assert not answer.response.cookies.get("sessionid")


@pytest.fixture
def browser_of(planted: Planted) -> Callable[[str], Caller]:
    """The browser of somebody who is signed in, or of nobody."""
    people = {"stranger": planted.cast.eve, "site owner": planted.cast.mina}
    sessions = {who: new_session(person.user) for who, person in people.items()}
    return lambda who: Caller(session=sessions.get(who, ""))


def test_every_page_has_a_row() -> None:
    pages = {page.strip('"') for page, _ in rows(PAGES, 1)}
    addresses = {path for path in _addresses(get_resolver().url_patterns) if _is_page(path)}
    assert {path if path in pages else _group(path) for path in addresses} == pages


def _group(path: str) -> str:
    """Django's administration and allauth look after their own addresses."""
    return next((group for group in GROUPS if path.startswith(group)), path)


def _is_page(path: str) -> bool:
    return path.removeprefix("api/v1/").replace("<", "{").replace(">", "}") not in _described()


@functools.cache
def _described() -> dict[str, Any]:
    """What OpenAPI says of the routes, by path."""
    paths = api.get_openapi_schema(path_prefix="/")["paths"]
    return {path.lstrip("/"): methods for path, methods in paths.items()}


def _addresses(patterns: list[Any], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, before + str(pattern.pattern))
        else:
            yield before + str(pattern.pattern)


# Sockets

ON_A_SOCKET = {"stranger": "eve", "member": "rosa", "moderator": "priya", "owner": "mina"}


@pytest.mark.parametrize(("command", "who", "outcome"), cells(COMMANDS, 1, list(ON_A_SOCKET)))
async def test_the_commands(shared_server: Server, command: str, who: str, outcome: str) -> None:
    async with join(shared_server, ON_A_SOCKET[who]) as chatter:
        room = {} if command == "ping" else {"room": "tea"}
        await chatter.send(command, **room, **FIELDS.get(command, {}))
        if outcome == "not_found":
            await chatter.expect("error", code="not_found", room="tea")
        elif outcome == "quiet":
            assert not [frame for frame in await chatter.settle() if frame["type"] == "error"]
        else:
            await chatter.expect(outcome)


@pytest.mark.parametrize("command", [name for name, _ in rows(COMMANDS, 1) if name != "ping"])
async def test_a_private_room_on_a_socket_is_as_if_it_were_not_there(shared_server: Server, command: str) -> None:
    async with join(shared_server, "jonas") as jonas:
        answers = []
        for room in ("treasury", "no-such-room"):
            await jonas.send(command, room=room, **FIELDS.get(command, {}))
            answers.append(await jonas.expect("error", room=room))
    assert answers[0] == {**answers[1], "room": "treasury"}


def test_every_command_has_a_row() -> None:
    assert {str(command.__struct_config__.tag) for command in wire.COMMANDS} == {name for name, _ in rows(COMMANDS, 1)}
