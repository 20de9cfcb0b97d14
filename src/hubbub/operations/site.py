"""The site itself: its one row, its name, who may sign up."""

from __future__ import annotations

from hubbub.models import Site


def ensure_site() -> Site:
    """The site's row, made with its defaults where there is none."""
    return Site.objects.get_or_create(pk=1)[0]
