"""Asking about the site's own emoji."""

from __future__ import annotations

from hubbub.errors import NotFound
from hubbub.models import SiteEmoji


def all_emoji() -> list[SiteEmoji]:
    return list(SiteEmoji.objects.select_related("by"))


def site_emoji(name: str) -> SiteEmoji | None:
    return SiteEmoji.objects.filter(name=name).first()


def emoji_called(name: str) -> SiteEmoji:
    """
    Raises:
        NotFound: the site has no such emoji.
    """
    row = site_emoji(name)
    if row is None:
        raise NotFound("There is no emoji of this name.")
    return row
