"""Why a message was told to somebody, or was not: the reasons of `notifying` and of the worker, in a person's words."""

from __future__ import annotations

from django.utils.translation import gettext as _


def sentence(state: str, reason: str) -> str:
    """What became of a delivery."""
    if state == "sent":
        return _("It was handed to this browser's push service.")
    return _sentences().get(reason) or _("It is on its way.")


def _sentences() -> dict[str, str]:
    return {
        "signed_out": _(
            "You were not signed in any more in this browser, or your password had changed. Open the chat there."
        ),
        "left": _("You were no longer in the room."),
        "deleted": _("The message was deleted before it was sent."),
        "read": _("You had read it already."),
        "nothing": _("You hear nothing of this room: its notifications are set to “nothing”."),
        "muted": _("You have muted this room."),
        "unmentioned": _("It does not mention you, and of this room you hear mentions only."),
        "unfollowed": _("It stands in a thread that you do not follow."),
        "resting": _("You had asked not to be disturbed."),
        "quiet_hours": _("It was within your quiet hours."),
        "late": _("It was more than an hour old when it could be sent, which is too late to be told."),
        "removed": _("This browser was removed from your list."),
        "gone": _("This browser takes no pushes any more, so it is off your list. Switch them on again in it."),
        "not_public": _("Its push service has no public address, so the browser was removed from your list."),
        "refused": _("Its push service refused it. Whoever runs this site finds more in the documentation."),
        "busy": _("Its push service could not take it; it was tried several times."),
        "unreachable": _("Its push service could not be reached; it was tried several times."),
    }
