"""The forms of the owner's page. Their limits are hints for the browser; the operations refuse what is beyond them."""

from __future__ import annotations

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hubbub.models import Invitation, Site
from hubbub.operations.invitations import MOST_DAYS, MOST_USES
from hubbub.server.accounts.forms import Named


def ways_to_sign_up() -> list[tuple[str, str]]:
    return [
        _way(Site.SignUp.INVITATION, _("By invitation"), _("Whoever has a link that you made on this page.")),
        _way(Site.SignUp.OPEN, _("Everybody"), _("Whoever knows the address of this site. No link is needed.")),
        _way(Site.SignUp.CLOSED, _("Nobody"), _("No new accounts. Links that you have given away do not work either.")),
    ]


def _way(value: str, name: str, explanation: str) -> tuple[str, str]:
    return value, format_html("<b>{}</b> <span>{}</span>", name, explanation)


def levels() -> list[tuple[str, str]]:
    return [
        _way(Site.Notify.MENTIONS, _("Mentions"), _("Messages that name them, and everything of direct messages.")),
        _way(Site.Notify.ALL, _("Everything"), _("Every message of every room that they are in.")),
        _way(Site.Notify.NOTHING, _("Nothing"), _("Only direct messages.")),
    ]


class InvitationForm(forms.Form):
    uses = forms.IntegerField(
        label=gettext_lazy("How many people can use it"),
        initial=10,
        widget=forms.NumberInput({"min": 1, "max": MOST_USES}),
    )
    days = forms.IntegerField(
        label=gettext_lazy("How many days it lasts"), initial=7, widget=forms.NumberInput({"min": 1, "max": MOST_DAYS})
    )


class RevokeForm(forms.Form):
    invitation = forms.ModelChoiceField(Invitation.objects)


class SiteForm(Named):
    name = forms.CharField(label=gettext_lazy("Name of the site"), max_length=80)
    sign_up = forms.ChoiceField(
        label=gettext_lazy("Who may make an account"), choices=ways_to_sign_up, widget=forms.RadioSelect
    )
    notify = forms.ChoiceField(
        label=gettext_lazy("What people are notified of, unless they choose for a room"),
        choices=levels,
        widget=forms.RadioSelect,
    )
