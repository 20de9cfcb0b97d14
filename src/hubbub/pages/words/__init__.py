"""The words that only the script knows when to say: handed to it in the page's language. One module for each area."""

from __future__ import annotations

from hubbub.pages.words import emoji, files, messages, notifications, page, rooms, search, threads
from hubbub.pages.words.plurals import Words

AREAS = (page, messages, files, rooms, emoji, notifications, search, threads)


def words() -> Words:
    return {key: said for area in AREAS for key, said in area.words().items()}
