"""A reader that stops reading is let go, and nobody else is disturbed."""

from __future__ import annotations

from tests.live.test_presence import seen
from tests.support.client import Chatter, join
from tests.support.history import check_view, transcript
from tests.support.place import Place
from tests.support.waiting import soon

LARGE = "\N{TEAPOT}" * 5_000
ENOUGH = 600  # 20 KB each: more than the backlog and what the kernel takes


async def test_who_stops_reading_is_let_go_and_comes_back_complete(place: Place) -> None:
    async with join(place.server, "mina") as mina, join(place.server, "rosa", checked=False) as rosa:
        for person in (mina, rosa):
            await person.subscribe(place.name)
        await seen(mina, place.name, rosa)
        rosa.stop_reading()
        sent = await post_until_gone(mina, place, rosa)
        assert len(mina.of("message")) == sent, "who reads hears everything"
        rosa.connection.transport.resume_reading()
        assert await rosa.expect_close(within=30) in (4408, 1006)
    await comes_back(place)


async def post_until_gone(mina: Chatter, place: Place, rosa: Chatter) -> int:
    """Post until the server has let go of Rosa; returns how many it took."""
    me = rosa.hello["me"]["id"]
    for count in range(1, ENOUGH):
        posted = await mina.post(place.name, LARGE)
        await mina.expect("message", rev=posted["rev"])
        if any(me in frame["left"] for frame in mina.of("presence")):
            return count
    await mina.expect("presence", left=[me])
    return ENOUGH - 1


async def comes_back(place: Place) -> None:
    async with join(place.server, "rosa") as rosa:
        await rosa.subscribe(place.name, since=1)
        posted = place.post("jonas", "Still there?")
        await soon(lambda: rosa.of("message", rev=posted["rev"]), within=30)
        check_view(transcript(place.name, rosa.frames), place.fresh())
