"""Words of notifications."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hubbub.pages.words.plurals import Words


def words() -> Words:
    return {
        "a_browser": _("A browser"),
        "this_browser": _("{browser} (this browser)"),
        "says_in": _("{name} in {room}"),
        "direct": _("a direct conversation"),
        "left_room": _("A room that you are no longer in"),
        "resting_until": _("Nothing disturbs you until {time}."),
        "take_pushes": _("Take pushes in this browser"),
        "stop_pushes": _("Take no more pushes in this browser"),
        "no_push": _("This browser takes no pushes right now. It needs https, and no private window."),
        "test_push": _("A test"),
        "test_sent": _("A notification is on its way."),
    }
