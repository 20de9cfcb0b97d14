"""One's own place in a thread, as the other tab and the other device of the same person hear of it, and nobody else."""

from __future__ import annotations

import pytest

from tests.support.client import join
from tests.support.frames import Json
from tests.support.place import Place


@pytest.fixture
def root(place: Place) -> int:
    """Jonas asked something, and Mina has answered twice in its thread."""
    number = int(place.post("jonas", "Which kettle?")["number"])
    place.post("mina", "The blue one", thread=number)
    place.post("mina", "No, the red one", thread=number)
    return number


def mark(place: Place, root: int, *, following: bool, read: int) -> Json:
    return {"room": place.name, "number": root, "following": following, "read": read, "last": root + 2}


async def test_who_reads_a_thread_has_read_it_in_every_tab(place: Place, root: int) -> None:
    server = place.server
    async with join(server, "jonas") as jonas, join(server, "jonas") as other, join(server, "mina") as mina:
        place.ask("jonas", "POST", f"messages/{root}/thread/read", {"number": root + 2})
        for tab in (jonas, other):
            await tab.expect("thread", **mark(place, root, following=True, read=root + 2))
        await mina.settle()
        assert not mina.of("thread")


async def test_who_follows_a_thread_no_more_does_so_in_every_tab(place: Place, root: int) -> None:
    async with join(place.server, "jonas") as jonas, join(place.server, "jonas") as other:
        place.ask("jonas", "DELETE", f"messages/{root}/follow")
        for tab in (jonas, other):
            assert not (await tab.expect("thread", room=place.name, number=root))["following"]
