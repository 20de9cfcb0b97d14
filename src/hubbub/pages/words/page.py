"""Words of the scripts: what the page says about itself: connection, times, copying."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hubbub.pages.words.plurals import Words, forms


def words() -> Words:
    return {
        "unreachable": _("The server cannot be reached. Try again in a moment."),
        "not_loaded": _("This part could not be loaded. Check the connection and try again."),
        "today": _("Today"),
        "yesterday": _("Yesterday"),
        "signed_out": _("You were signed out."),
        "connecting": _("Connecting …"),
        "reconnecting": _("The connection is lost. What you write is sent when it is back."),
        "offline": _("You are offline. What you write is sent when you are back."),
        "code_copied": _("Copied"),
        "copy_failed": _("The browser does not allow copying here."),
        "you": _("you"),
        "nobody_found": _("Nobody found"),
        "seconds": forms(lambda n: ngettext("Trying again in {count} second", "Trying again in {count} seconds", n)),
        "seconds_long": forms(lambda n: ngettext("{count} second", "{count} seconds", n)),
        "minutes_long": forms(lambda n: ngettext("{count} minute", "{count} minutes", n)),
        "hours_long": forms(lambda n: ngettext("{count} hour", "{count} hours", n)),
        "others": forms(lambda n: ngettext("{count} other", "{count} others", n)),
    }
