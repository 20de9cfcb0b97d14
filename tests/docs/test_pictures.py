"""The pictures are those that their source draws."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from docs.pictures.draw import IMAGES, PICTURES


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_what_its_source_draws(name: str) -> None:
    assert (IMAGES / name).read_text() == PICTURES[name](), "Run: python -m docs.pictures.draw"


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_stands_alone_in_light_and_dark(name: str) -> None:
    text = (IMAGES / name).read_text()
    ElementTree.fromstring(text)
    assert "prefers-color-scheme: dark" in text
    assert "href" not in text
