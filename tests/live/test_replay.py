"""What one client heard, written down, is folded by the scripts of the page into what a fresh load shows."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
from pathlib import Path

from tests.run import node
from tests.support.client import join
from tests.support.files import picture
from tests.support.place import Place

ROOT = Path(__file__).resolve().parents[2]


def talk(place: Place) -> None:
    """Every kind of change to messages."""
    place.post("mina", "*One* for @jonas, see #tea")
    place.post("jonas", "Two", reply_to=1)
    place.post("rosa", "Three")
    place.edit("mina", 1, "One, edited for @rosa")
    place.react("jonas", 1)
    place.react("rosa", 1, "❤️")
    place.unreact("jonas", 1)
    place.pin("mina", 2)
    place.pin("mina", 3)
    place.delete("jonas", 2)
    place.edit("rosa", 3, "@all Three")


def answer(place: Place) -> None:
    """Threads: an answer, one that the room shows as well, one that is taken back, and one to who is gone."""
    place.post("mina", "Aside", thread=3)
    place.post("jonas", "Aside, and in the room", thread=3, in_room=True)
    number = place.post("rosa", "Never mind", thread=3)["number"]
    place.delete("rosa", number)
    place.post("mina", "What was it?", thread=2)


def show(place: Place) -> None:
    """Files: two with words, which then go; one alone in a thread; one that goes with its message."""
    both = [place.bring("mina")["id"], place.bring("mina", picture(), "cup.png")["id"]]
    number = place.post("mina", "Look", uploads=both)["number"]
    place.edit("mina", number, "")
    place.post("jonas", "", thread=3, uploads=[place.bring("jonas")["id"]])
    gone = place.post("rosa", "Mine", uploads=[place.bring("rosa")["id"]])["number"]
    place.delete("rosa", gone)


def rearrange(place: Place) -> None:
    """Every kind of change to the room, with a message in between."""
    place.change(title="Renamed", topic="And with a topic")
    place.add("eve")
    place.post("eve", "```python\nprint('four')\n```")
    place.ask("mina", "PUT", "members/eve", {"role": "moderator"})
    place.ask("eve", "POST", "leave")
    place.change(posting="moderators", slow=30)
    place.edit("mina", 1, "One, edited twice")
    place.change(posting="everyone", slow=0)
    place.change(archived=True)
    place.change(archived=False)


def miss(place: Place) -> None:
    """What happens while Rosa is away."""
    place.post("mina", "Said while Rosa was away")
    place.edit("mina", place.fresh()[-1]["number"], "Said and edited while Rosa was away")
    place.react("jonas", 3)
    place.post("jonas", "Answered while Rosa was away", thread=3)
    place.pin("mina", 3, on=False)
    place.pin("mina", 1)
    place.post("mina", "", uploads=[place.bring("mina", picture(), "pot.png")["id"]])
    place.delete("jonas", next(one["number"] for one in place.fresh() if one["uploads"] and one["thread"]))


async def recorded(place: Place, folder: Path) -> Path:
    """Rosa hears the story live, and the end of it as what she missed."""
    async with join(place.server, "rosa") as live:
        await live.subscribe(place.name)
        talk(place)
        answer(place)
        show(place)
        rearrange(place)
        await live.expect("room", rev=place.state()["rev"])
    last = live.of("message", room=place.name)[-1]["rev"]
    miss(place)
    async with join(place.server, "rosa") as back:
        await back.subscribe(place.name, since=last)
    path = folder / f"story-{place.name}.json"
    record = {"room": place.name, "frames": [*live.frames, *back.frames], "fresh": place.fresh()}
    path.write_text(json.dumps(record, indent=1))
    return path


async def test_the_page_folds_a_recorded_story_into_a_fresh_load(place: Place, tmp_path: Path) -> None:
    record = json.loads((await recorded(place, tmp_path)).read_text())
    types = {frame["type"] for frame in record["frames"]}
    assert types >= {"hello", "subscribed", "message", "room"}
    assert [len(one["uploads"]) for one in record["fresh"] if one["uploads"]] == [2, 1]
    done = await asyncio.to_thread(replay, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def replay(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [node(), "--test", "tests/js/replay.test.js"]
    environment = {**os.environ, "HUBBUB_REPLAY": str(folder)}
    return subprocess.run(command, check=False, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
