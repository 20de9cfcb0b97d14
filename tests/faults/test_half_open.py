"""A peer that vanishes without a word is noticed, and does not stay in anybody's list of who is here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from tests.faults.conftest import LONG
from tests.faults.test_come_and_go import visitors
from tests.live.test_presence import seen
from tests.support.client import join
from tests.support.place import Place
from tests.support.proxy import Proxy
from tests.support.servers import COMMANDS, Server
from tests.support.waiting import soon

NOTICED = 90


class Impatient(Server):
    """Asks every second whether a peer is there, where `hubbub run` asks every twenty."""

    def command(self) -> Sequence[str | Path]:
        asks = ["--ws-ping-interval", "1", "--ws-ping-timeout", "1"]
        speaks = ["--ws", "hubbub.live.asgi_fast:FastWebSocketProtocol", "--lifespan", "off"]
        return [COMMANDS / "uvicorn", "hubbub.server.asgi:application", "--port", str(self.port), *speaks, *asks]


async def test_who_vanishes_is_noticed(serve: Callable[..., Server]) -> None:
    with Place(serve(Server if LONG else Impatient), "jonas") as place:
        async with join(place.server, "mina") as mina, Proxy(place.server.port) as network:
            await mina.subscribe(place.name)
            async with join(place.server, "jonas", through=network.url, ping_interval=None) as jonas:
                await seen(mina, place.name, jonas)
                network.stall()
                await mina.expect("presence", left=[jonas.hello["me"]["id"]], count=1, within=NOTICED)
                await soon(lambda: visitors(place.server) == 1)
                network.cut()
