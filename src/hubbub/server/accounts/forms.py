"""The forms of signing in, signing up and set-up."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SignupForm,
)
from allauth.account.models import EmailAddress
from allauth.account.utils import setup_user_email
from django import forms
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest

from hubbub import text
from hubbub.errors import Refused
from hubbub.operations.accounts import sign_up
from hubbub.server.accounts.models import User

NAME_HELP = "What people here call you. You can change it later."
USERNAME_HELP = "Letters, digits, - _ and dots. People mention you with it: @username."
PASSWORD_HELP = "At least 8 characters, and not one that everybody uses."  # noqa: S105  a hint, no password


class Quiet(forms.Form):
    """Forms of allauth without placeholders that repeat the label, and with a short hint at passwords."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        if "password1" in self.fields:
            self.fields["password1"].help_text = PASSWORD_HELP


class SignInForm(Quiet, LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        self.fields["login"].widget.attrs.update(autofocus=True, autocapitalize="none", spellcheck="false")


class SignInAgainForm(Quiet, ReauthenticateForm):  # type: ignore[misc]
    pass


class ForgottenPasswordForm(Quiet, ResetPasswordForm):  # type: ignore[misc]
    pass


class NewPasswordForm(Quiet, ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class OtherPasswordForm(Quiet, ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""


class Named(forms.Form):
    """A form with a name in it, of a person or of the site."""

    def clean_name(self) -> str:
        return _clean(_one_line, self.cleaned_data["name"])


class SignUpForm(Named, Quiet, SignupForm):  # type: ignore[misc]
    name = forms.CharField(label="Your name", max_length=80, help_text=NAME_HELP)
    field_order = ("name", "username", "email", "password1")

    def __init__(self, *args: Any, code: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code = code
        self.fields["name"].widget.attrs.update(autocomplete="name", autofocus=True)
        self.fields["username"].widget.attrs.update(autocapitalize="none", spellcheck="false")
        self.fields["username"].help_text = USERNAME_HELP

    def save(self, request: HttpRequest) -> AbstractUser:
        said = self.cleaned_data
        email = said.get("email") or ""
        user = sign_up(said["username"], said["password1"], name=said["name"], email=email, code=self.code)
        setup_user_email(request, user, [EmailAddress(email=email)] if email else [])
        return user


class SetUpForm(Named):
    site_name = forms.CharField(label="Name of the site", max_length=80, help_text="Your group, your team, your club.")
    name = forms.CharField(label="Your name", max_length=80)
    username = forms.CharField(label="Username", max_length=30, help_text=USERNAME_HELP)
    password = forms.CharField(
        label="Password", strip=False, help_text=PASSWORD_HELP, widget=forms.PasswordInput(render_value=True)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, completion in {"site_name": "organization", "name": "name", "username": "username"}.items():
            self.fields[field].widget.attrs["autocomplete"] = completion
        self.fields["site_name"].widget.attrs["autofocus"] = True
        self.fields["username"].widget.attrs.update(autocapitalize="none", spellcheck="false")
        self.fields["password"].widget.attrs["autocomplete"] = "new-password"

    def clean_site_name(self) -> str:
        return _clean(_one_line, self.cleaned_data["site_name"])

    def clean_username(self) -> str:
        return _clean(text.clean_username, self.cleaned_data["username"])

    def clean_password(self) -> str:
        said = self.cleaned_data
        validate_password(said["password"], User(username=said.get("username", ""), name=said.get("name", "")))
        return str(said["password"])


def show_refusal(form: forms.Form, refused: Refused) -> None:
    """Put an operation's no where the person reads it: beside the field, or above the form."""
    fields = {name: words for name, words in refused.fields.items() if name in form.fields}
    for name, words in fields.items():
        form.add_error(name, words)
    if not fields:
        form.add_error(None, refused.message)


def _one_line(value: str) -> str:
    return text.clean_line(value, longest=80, what="name")


def _clean(clean: Any, value: str) -> str:
    try:
        return str(clean(value))
    except Refused as refused:
        raise forms.ValidationError(refused.message) from None
