"""The pages before the chat: set-up, joining by invitation, signing up, a forgotten password."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.views import PasswordResetView, SignupView
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from hubbub.errors import Denied, Refused
from hubbub.models import Invitation
from hubbub.operations.invitations import find_invitation
from hubbub.operations.site import claim_site, opens_setup
from hubbub.server.accounts.context import current_site
from hubbub.server.accounts.forms import SetUpForm, show_refusal
from hubbub.server.accounts.models import User


@never_cache
@sensitive_post_parameters("password")
def set_up(request: HttpRequest) -> HttpResponse:
    """The first account, for whoever has read the server's own output."""
    secret = request.GET.get("secret", "")
    if not opens_setup(secret):
        return _set_up_closed(request)
    form = SetUpForm(request.POST or None)
    if form.is_valid():
        try:
            login(request, cast(User, claim_site(secret, **form.cleaned_data)))
            return redirect("hubbub:chat")
        except Denied:
            return _set_up_closed(request)
        except Refused as refused:
            show_refusal(form, refused)
    return render(request, "hubbub_server/setup.html", {"form": form})


def _set_up_closed(request: HttpRequest) -> HttpResponse:
    return render(request, "hubbub_server/setup_closed.html", status=403)


class SignUpPage(SignupView):  # type: ignore[misc]
    """Open sign-up."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().form_valid(form)
        except Refused as refused:
            show_refusal(form, refused)
            answer = self.form_invalid(form)
        return answer


class JoinPage(SignUpPage):
    """Sign-up with an invitation, in the inviter's name."""

    @cached_property
    def invitation(self) -> Invitation | None:
        return find_invitation(self.kwargs["code"])

    def is_open(self) -> bool:
        return self.invitation is not None and current_site().sign_up != "closed"

    def closed(self) -> HttpResponse:
        return render(self.request, "hubbub_server/invitation_closed.html", status=404)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "code": self.kwargs["code"]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "invitation": self.invitation}


class ForgottenPasswordPage(PasswordResetView):  # type: ignore[misc]
    """A link by mail, where the server can send mail; else a sentence."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.EMAIL_HOST:
            return render(request, "hubbub_server/no_mail.html")
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer
