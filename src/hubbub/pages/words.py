"""The words that only the script knows when to say: handed to it in the page's language."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Words = dict[str, str | dict[str, str]]


def words() -> Words:
    return {**_sentences(), **_counted()}


def _sentences() -> Words:
    return {
        "unreachable": _("The server cannot be reached. Try again in a moment."),
        "today": _("Today"),
        "yesterday": _("Yesterday"),
        "typing_one": _("{name} is typing …"),
        "typing_two": _("{name} and {other} are typing …"),
        "typing_many": _("Several people are typing …"),
        "write_to": _("Message {room}"),
        "read_only_archived": _("This room is archived. It can be read, but nobody can write in it."),
        "signed_out": _("You were signed out."),
        "connecting": _("Connecting …"),
        "reconnecting": _("The connection is lost. What you write is sent when it is back."),
        "offline": _("You are offline. What you write is sent when you are back."),
        "held_rate_limited": _("You sent many messages in a short time. This one is sent by itself in a moment."),
        "held_unavailable": _("The server cannot take this right now. It is sent again by itself in a moment."),
        "left_over": _("{count} left"),
        "too_long": _("{count} too long"),
        "jump": _("Jump to latest"),
        "link_copied": _("Link copied"),
        "code_copied": _("Copied"),
        "copy_failed": _("The browser does not allow copying here."),
        "reacted": _("{people} reacted with {emoji}"),
        "deleted_quote": _("Deleted message"),
        "distant_quote": _("An earlier message"),
        "you": _("you"),
        "room_label": _("{title}, room"),
        "removed_title": _("You are no longer in {room}"),
        "say_message": _("{name}: {text}, {time}"),
        "create_room": _("Create a room"),
        "create_named": _("Create the room “{name}”"),
        "nobody_found": _("Nobody found"),
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
        "delete_title": _("Delete this message?"),
        "delete_text": _("It disappears for everybody. This cannot be undone."),
        "delete": _("Delete"),
        "remove_title": _("Remove {name} from the room?"),
        "remove_text": _("They no longer see what is said in it."),
        "remove": _("Remove"),
        "edit_topic": _("Edit the topic"),
        "add_topic": _("Add a topic"),
    }


def _counted() -> Words:
    return {
        "unread": _forms(lambda n: ngettext("{count} unread message", "{count} unread messages", n)),
        "mentions": _forms(lambda n: ngettext("{count} mention", "{count} mentions", n)),
        "new_messages": _forms(lambda n: ngettext("{count} new message", "{count} new messages", n)),
        "people": _forms(lambda n: ngettext("{count} person", "{count} people", n)),
        "online": _forms(lambda n: ngettext("{count} here now", "{count} here now", n)),
        "seconds": _forms(lambda n: ngettext("Trying again in {count} second", "Trying again in {count} seconds", n)),
        "others": _forms(lambda n: ngettext("{count} other", "{count} others", n)),
    }


def _forms(sentence: Callable[[int], str]) -> dict[str, str]:
    return {"one": sentence(1), "other": sentence(2)}
