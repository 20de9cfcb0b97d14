"""Words of the scripts: threads."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hubbub.pages.words.plurals import Words, forms


def words() -> Words:
    return {
        "replies": forms(lambda n: ngettext("{count} reply", "{count} replies", n)),
        "new_replies": forms(lambda n: ngettext("{count} new", "{count} new", n)),
        "no_replies": _("No replies yet"),
        "last_reply": _("last one {time}"),
        "also_in_room": _("Also send to {room}"),
        "follow": _("Follow"),
        "following": _("Following"),
    }
