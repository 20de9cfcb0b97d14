"""Words of the scripts: messages and writing them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hubbub.pages.words.plurals import Words, forms


def words() -> Words:
    return {
        "typing_one": _("{name} is typing …"),
        "typing_two": _("{name} and {other} are typing …"),
        "typing_many": _("Several people are typing …"),
        "write_to": _("Message {room}"),
        "write_in_thread": _("Reply in the thread"),
        "read_only_archived": _("This room is archived. It can be read, but nobody can write in it."),
        "read_only_nobody": _("This room is read-only. You can read it and react, and nobody writes in it."),
        "read_only_moderators": _("Only owners and moderators write in this room. You can read it and react."),
        "slow_mode": _("Slow mode: one message every {time}"),
        "slow_wait": _("It can be sent when the time is over."),
        "held_rate_limited": _("You sent many messages in a short time. This one is sent by itself in a moment."),
        "held_unavailable": _("The server cannot take this right now. It is sent again by itself in a moment."),
        "left_over": _("{count} left"),
        "too_long": _("{count} too long"),
        "jump": _("Jump to latest"),
        "link_copied": _("Link copied"),
        "markdown_copied": _("Copied as Markdown"),
        "saved": _("Saved for later"),
        "unsaved": _("No longer saved"),
        "marked_unread": _("Marked as unread from here"),
        "pinned_by": _("Pinned by {name}, {time}"),
        "until": _("Until {time}"),
        "call_all": _("Everybody in this room"),
        "call_here": _("Everybody who is here right now"),
        "call_text": _("They are all notified. Send it?"),
        "call": _("Send"),
        "call_people": forms(lambda n: ngettext("Call {count} person?", "Call {count} people?", n)),
        "reacted": _("{people} reacted with {emoji}"),
        "deleted_quote": _("Deleted message"),
        "no_such_message": _("This message is not in this room."),
        "distant_quote": _("An earlier message"),
        "say_message": _("{name}: {text}, {time}"),
        "delete_title": _("Delete this message?"),
        "delete_text": _("It disappears for everybody. This cannot be undone."),
        "delete": _("Delete"),
        "new_messages": forms(lambda n: ngettext("{count} new message", "{count} new messages", n)),
    }
