"""What django-allauth asks the product."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from hubbub import text
from hubbub.errors import Refused
from hubbub.server.accounts.context import current_site


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "That username and password do not belong together.",
        "too_many_login_attempts": "Too many attempts. Wait five minutes, then try again.",
        "account_inactive": "This account has been switched off.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return current_site().sign_up == "open"

    def clean_username(self, username: str, shallow: bool = False) -> str:
        try:
            return text.clean_username(username)
        except Refused as refused:
            raise ValidationError(refused.message) from None

    def format_email_subject(self, subject: Any) -> str:
        return f"[{current_site().name}] {subject}"
