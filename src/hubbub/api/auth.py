"""Who is asking: a bearer token, or the session of a browser, which then brings the CSRF token to change anything."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from hubbub import credentials
from hubbub.api.forms import leave_alone
from hubbub.credentials import Credential
from hubbub.errors import Denied, Unauthorized
from hubbub.live import process
from hubbub.models import Person
from hubbub.operations.people import ensure_person
from hubbub.threads import in_thread

FORGED = "This request did not come from a page of this site (its CSRF token is missing or wrong). Reload the page."


class Request(HttpRequest):
    """What a view gets: `auth` is the person who asks, `credential` the token that they ask with, if it is one."""

    auth: Person
    credential: Credential


class BearerToken(HttpBearer):
    async def authenticate(self, request: HttpRequest, token: str) -> Person:
        person, request.credential = await process.current().arrivals.with_token(token)  # type: ignore[attr-defined]
        return person


class SessionCookie(APIKeyCookie):
    param_name = settings.SESSION_COOKIE_NAME

    async def __call__(self, request: HttpRequest) -> Person:
        leave_alone(request)
        person = await in_thread(_signed_in, request)
        if check_csrf(request):
            raise Denied(FORGED)
        return person

    async def authenticate(self, request: HttpRequest, key: str | None) -> Person:
        return await self(request)


def credential_of(request: Request) -> Credential:
    """What the asker came with."""
    token: Credential | None = getattr(request, "credential", None)
    return token or credentials.from_session(request.auth, request.session)


def _signed_in(request: HttpRequest) -> Person:
    if not request.user.is_authenticated:
        raise Unauthorized(credentials.SIGN_IN)
    return ensure_person(request.user)
