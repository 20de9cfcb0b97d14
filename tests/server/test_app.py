"""The service worker, the manifest and the page for when there is no network."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.test import Client

import hubbub
from hubbub.models import Site

IMAGES = Path(hubbub.__file__).parent / "static"


def test_the_worker_is_asked_for_anew_each_time_and_may_have_the_whole_chat(client: Client) -> None:
    answer = client.get("/chat/sw.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert (answer.headers["Cache-Control"], answer.headers["Service-Worker-Allowed"]) == ("no-cache", "/chat/")
    assert "connect-src 'self'" in answer.headers["Content-Security-Policy"]


def test_it_knows_what_it_keeps_and_only_that(client: Client) -> None:
    found = re.match(r"const HUBBUB = (\{.*\});\n", client.get("/chat/sw.js").content.decode())
    assert found
    known = json.loads(found[1])
    assert known.keys() == {"version", "offline", "styles", "icon", "badge"}
    for address in (known["offline"], *known["styles"]):
        assert address.startswith(("/chat/", "/static/"))


@pytest.mark.django_db
def test_the_manifest_has_the_sites_name_and_icons_that_are_there(client: Client) -> None:
    Site.objects.update(name="Riverside Makers and Menders")
    answer = client.get("/chat/manifest.webmanifest")
    found = json.loads(answer.content)
    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert (found["name"], found["start_url"]) == ("Riverside Makers and Menders", "/chat/")
    for icon in found["icons"]:
        assert (IMAGES / icon["src"].removeprefix("/static/")).read_bytes().startswith(b"\x89PNG")


def test_without_a_network_the_page_needs_no_script(client: Client) -> None:
    html = client.get("/chat/offline.html").content.decode()
    assert "There is no connection" in html
    assert "<script" not in html
