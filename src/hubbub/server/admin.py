"""Django's admin, behind the product's own sign-in and under a policy that its scripts can bear."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from hubbub.server.csp import Policy, csp_override

NOT_FOR_JQUERY = {"require-trusted-types-for", "trusted-types"}


class AdminSite(admin.AdminSite):
    site_header = "Hubbub"
    site_title = "Hubbub"

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        whole: Policy = settings.SECURE_CSP
        policy = {name: sources for name, sources in whole.items() if name not in NOT_FOR_JQUERY}
        return csp_override(policy)(super().admin_view(view, cacheable))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        answer: HttpResponse = secure_admin_login(super().login)(request, extra_context)
        return answer
