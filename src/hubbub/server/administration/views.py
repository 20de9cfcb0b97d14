"""One page for the owner of the site: inviting people, the site's name, who may sign up."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from hubbub import access, queries
from hubbub.errors import NotFound, Refused
from hubbub.models import Person
from hubbub.operations.invitations import create_invitation, revoke_invitation
from hubbub.operations.people import ensure_person
from hubbub.operations.site import change_site
from hubbub.server.accounts.context import current_site
from hubbub.server.accounts.forms import show_refusal
from hubbub.server.administration.forms import InvitationForm, RevokeForm, SiteForm

Result = TypeVar("Result")


@never_cache
@login_required
def site(request: HttpRequest) -> HttpResponse:
    person = ensure_person(request.user)
    if not access.is_site_owner(person):
        return render(request, "hubbub_server/owners_only.html", status=403)
    act = ACTIONS.get(request.POST.get("does", ""), _show)
    return act(request, person)


def _invite(request: HttpRequest, owner: Person) -> HttpResponse:
    form = InvitationForm(request.POST)
    if not (made := _carry_out(form, create_invitation, owner)):
        return _show(request, owner, invite=form)
    invitation, code = made
    return _show(request, owner, made=invitation, link=request.build_absolute_uri(reverse("join", args=[code])))


def _revoke(request: HttpRequest, owner: Person) -> HttpResponse:
    form = RevokeForm(request.POST)
    if form.is_valid():
        with suppress(NotFound):  # somebody else was faster
            revoke_invitation(owner, form.cleaned_data["invitation"].pk)
    messages.success(request, _("That link does not work any more."))
    return redirect("site")


def _change(request: HttpRequest, owner: Person) -> HttpResponse:
    form = SiteForm(request.POST)
    if not _carry_out(form, change_site, owner):
        return _show(request, owner, settings=form)
    messages.success(request, _("Saved."))
    return redirect("site")


ACTIONS: dict[str, Callable[[HttpRequest, Person], HttpResponse]] = {
    "invite": _invite,
    "revoke": _revoke,
    "change": _change,
}


def _carry_out(form: forms.Form, operation: Callable[..., Result], owner: Person) -> Result | None:
    """What the operation made of the form; None when it was refused, and then the form says why."""
    if form.is_valid():
        try:
            return operation(owner, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
    return None


def _show(request: HttpRequest, owner: Person, **changed: Any) -> HttpResponse:
    now = current_site()
    page = {
        "invite": InvitationForm(),
        "settings": SiteForm(initial={"name": now.name, "sign_up": now.sign_up, "notify": now.notify}),
        "invitations": queries.open_invitations(owner),
    }
    return render(request, "hubbub_server/site.html", page | changed)
