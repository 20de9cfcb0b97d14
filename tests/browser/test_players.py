"""Sounds, films and PDF: in the browser's own players, from the place one drags to, for members of the room only."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.test_files import attach, send
from tests.browser.visitor import Visitor
from tests.support.files import hum
from tests.support.servers import Server
from tests.support.waiting import eventually

FILM = """async () => {
  const canvas = document.createElement("canvas");
  const brush = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: "video/webm" });
  const pieces = [];
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  const ended = new Promise((done) => (recorder.onstop = done));
  recorder.start(40);
  for (let at = 0; at < 10 || pieces.filter((piece) => piece.size).length < 3; at++) {
    brush.fillRect(0, 0, at, at);
    await new Promise(requestAnimationFrame);
  }
  recorder.stop();
  await ended;
  return btoa(String.fromCharCode(...new Uint8Array(await new Blob(pieces).arrayBuffer())));
}"""
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"


def shared(mina: Visitor, jonas: Visitor, path: Path, content: bytes) -> Locator:
    """Mina's file, as jonas has it before him."""
    path.write_bytes(content)
    attach(mina, path)
    send(mina, "Look at this")
    return jonas.sees("Look at this")


def played(player: Locator) -> Any:
    """To its end, from there back to its beginning."""
    return player.evaluate("""async (player) => {
      player.muted = true;
      await player.play();
      if (!player.ended) await new Promise((done) => (player.onended = done));
      const reached = player.currentTime;
      player.currentTime = 0;
      await new Promise((done) => (player.onseeked = done));
      return [reached > 0, player.currentTime];
    }""")


def test_a_sound_is_played_in_its_place(visit: Visit, room: str, tmp_path: Path) -> None:
    row = shared(visit("mina", room), visit("jonas", room), tmp_path / "hum.wav", hum())
    player = row.locator("audio")
    expect(player).to_have_attribute("aria-label", "hum.wav")
    assert played(player) == [True, 0]


def test_a_film_is_played_in_its_place(visit: Visit, room: str, tmp_path: Path) -> None:
    mina = visit("mina", room)
    film = base64.b64decode(mina.page.evaluate(FILM))
    player = shared(mina, visit("jonas", room), tmp_path / "film.webm", film).locator("video")
    expect(player).to_have_attribute("aria-label", "film.webm")
    assert played(player) == [True, 0]


def test_a_pdf_opens_in_a_tab_of_its_own(visit: Visit, room: str, tmp_path: Path) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    card = shared(mina, jonas, tmp_path / "plan.pdf", PDF).locator(".file-card")
    expect(card).to_have_attribute("target", "_blank")
    answer = jonas.page.request.get(str(card.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("inline")


def test_who_has_left_the_room_plays_it_no_more(visit: Visit, room: str, tmp_path: Path, shared_server: Server) -> None:
    jonas = visit("jonas", room)
    player = shared(visit("mina", room), jonas, tmp_path / "hum.wav", hum()).locator("audio")
    address = str(player.get_attribute("src"))
    assert jonas.page.request.get(address).ok
    with shared_server.api("mina") as api:
        api.delete(f"rooms/{room}/members/jonas").raise_for_status()
    eventually(lambda: jonas.page.request.get(address).status == 404)
