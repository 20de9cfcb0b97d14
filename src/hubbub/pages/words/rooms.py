"""Words of the scripts: rooms and the people in them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hubbub.pages.words.plurals import Words, forms


def words() -> Words:
    return {
        "room_label": _("{title}, room"),
        "removed_title": _("You are no longer in {room}"),
        "create_room": _("Create a room"),
        "create_named": _("Create the room “{name}”"),
        "owner": _("Owner"),
        "moderator": _("Moderator"),
        "member": _("Member"),
        "joined": _("Joined"),
        "archive_title": _("Archive {room}?"),
        "archive_text": _("Everybody can go on reading it, nobody can write in it. You can open it again."),
        "archive": _("Archive"),
        "leave_title": _("Leave {room}?"),
        "leave_text": _("You no longer see what is said in it."),
        "leave": _("Leave"),
        "remove_title": _("Remove {name} from the room?"),
        "remove_text": _("They no longer see what is said in it."),
        "remove": _("Remove"),
        "settings_saved": _("Saved"),
        "moved": _("{room} is now number {place} of {count}"),
        "edit_topic": _("Edit the topic"),
        "add_topic": _("Add a topic"),
        "unread": forms(lambda n: ngettext("{count} unread message", "{count} unread messages", n)),
        "mentions": forms(lambda n: ngettext("{count} mention", "{count} mentions", n)),
        "people": forms(lambda n: ngettext("{count} person", "{count} people", n)),
        "online": forms(lambda n: ngettext("{count} here now", "{count} here now", n)),
    }
