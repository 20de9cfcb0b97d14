"""Calling everybody in a room, or everybody who is here: offered while one types, asked about when they are many."""

from __future__ import annotations

import sys

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, make_room
from tests.browser.visitor import Visitor
from tests.support.seeds import ROOT
from tests.support.servers import Server, run


@pytest.fixture
def crowded(shared_server: Server) -> str:
    """A room with mina, jonas and 24 guests."""
    environment = {**shared_server.environment(), "PYTHONPATH": str(ROOT)}
    run([sys.executable, "-m", "tests.support.guests", "24"], cwd=ROOT, environment=environment)
    return make_room(shared_server, people=["jonas", *(f"guest{number}" for number in range(24))])


def badge(visitor: Visitor, room: str, calls: int) -> None:
    expect(visitor.link(room).locator(".badge")).to_have_text(str(calls))


def test_all_is_offered_while_one_types_and_calls_who_is_elsewhere(visit: Visit, room: str) -> None:
    mina, jonas = visit("mina", room), visit("jonas", "tea")
    mina.box.press_sequentially("Supper, @al")
    expect(mina.page.get_by_role("option", name="all Everybody in this room")).to_be_visible()
    mina.box.press("Enter")
    expect(mina.box).to_have_value("Supper, @all ")
    mina.box.press("Enter")
    badge(jonas, room, 1)


def test_a_call_that_is_written_out_is_sent_by_one_enter(visit: Visit, room: str) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    mina.box.press_sequentially("Who comes along, @here")
    expect(mina.page.get_by_role("option", name="here Everybody who is here right now")).to_be_visible()
    mina.box.press("Enter")
    expect(jonas.sees("Who comes along, @here").locator(".mention")).to_have_text("@here")


def test_before_many_are_called_one_is_asked(visit: Visit, crowded: str) -> None:
    mina, jonas = visit("mina", crowded), visit("jonas", "tea")
    mina.send("The kettle broke, @all ")
    question = mina.page.get_by_role("alertdialog", name="Call 25 people?")
    question.get_by_role("button", name="Cancel").click()
    mina.rows.last.get_by_role("button", name="Retry").click()
    expect(question).to_be_visible()
    expect(jonas.link(crowded).locator(".badge")).to_be_empty()
    question.get_by_role("button", name="Send").click()
    mina.sees("The kettle broke, @all")
    badge(jonas, crowded, 1)
    mina.send("Found the spare one")
    edit_to(mina, "Found the spare one", "Found the spare one, @all")
    question.get_by_role("button", name="Send").click()
    badge(jonas, crowded, 2)


def edit_to(visitor: Visitor, before: str, after: str) -> None:
    visitor.act(before, "Edit")
    editor = visitor.page.get_by_role("textbox", name="Edit the message")
    editor.fill(after)
    editor.press("Enter")
