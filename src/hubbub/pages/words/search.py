"""Words of the scripts: looking for messages."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hubbub.pages.words.plurals import Words, forms


def words() -> Words:
    return {
        "search_for": _("Search messages for “{query}”"),
        "search_none": _("No message fits “{query}”."),
        "search_none_yet": _("Nothing among what was looked at."),
        "search_in": _("in {room}"),
        "search_thread": _("in a thread in {room}"),
        "search_me": _("you"),
        "search_week": _("a week ago"),
        "search_month": _("the first of this month"),
        "search_year": _("the first of this year"),
        "search_hits": forms(lambda n: ngettext("{count} message found", "{count} messages found", n)),
        "search_files": forms(lambda n: ngettext("{count} file", "{count} files", n)),
    }
