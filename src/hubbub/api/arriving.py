"""What is asked of a request before its body is read. Django reads all of it, to the disk, before it asks anything.

So who sends a file must be somebody, nobody may send many at once, and no body may be longer than its kind ever is.
What is asked for without a body, by whoever it is, gets no more than a few KB of it to the disk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import CookieError, SimpleCookie
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import Resolver404, resolve

from hubbub import conf, credentials, stored
from hubbub.api.forms import OTHERS, too_large
from hubbub.api.refusals import refusal
from hubbub.errors import RateLimited, Refused, TooLarge, Unauthorized, disk_full
from hubbub.live import process
from hubbub.models import Person
from hubbub.threads import in_thread

MOST_AT_ONCE = 4
WITHOUT_BODY = {"GET", "HEAD", "OPTIONS", "TRACE"}
LARGEST_OF_THOSE = 64 << 10
LARGEST_OF_OURS = 3 << 20
TOO_MANY = f"You are sending {MOST_AT_ONCE} files at the same time already. Send this one when one of them has arrived."


class Arriving:
    """An ASGI application in front of Django.

    Args:
        pages: Django's.
        largest: bytes in the body of any request that may have one and is not Hubbub's; None leaves those alone.
    """

    def __init__(self, pages: Any, largest: int | None = None) -> None:
        self.pages = pages
        self.largest = largest
        self.sending: Counter[int] = Counter()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.pages(scope, receive, send)
        elif scope["method"] in WITHOUT_BODY:
            await self._pass(_limited(scope, receive, LARGEST_OF_THOSE), send)
        else:
            await self._with_body(scope, receive, send)

    async def _with_body(self, scope: Any, receive: Any, send: Any) -> None:
        view = view_name(scope) if self.largest is None or scope["path"].endswith("/uploads") else ""
        largest = LARGEST_OF_OURS if self.largest is None and view.startswith("hubbub:") else self.largest
        if view == "hubbub:api:bring_file":
            await self._upload(scope, receive, send)
        elif largest is None:
            await self.pages(scope, receive, send)
        else:
            await self._pass(_limited(scope, receive, largest), send)

    async def _upload(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            person = await sender(scope)
            with self._one_of_few(person.pk):
                await self._pass(Body(scope, receive, conf.largest_upload() + OTHERS, too_large()), send)
        except Refused as refused:
            await respond(refusal(refused), send)

    async def _pass(self, body: Body, send: Any) -> None:
        """
        Raises:
            Refused: by somebody else than the body.
        """
        try:
            body.check_length()
            await self.pages(body.scope, body.receive, send)
        except Exception as error:
            if (refused := body.refusal_for(error)) is None:
                raise
            await respond(refusal(refused), send)

    @contextmanager
    def _one_of_few(self, person: int) -> Iterator[None]:
        if self.sending[person] >= MOST_AT_ONCE:
            raise RateLimited(TOO_MANY, retry_after=1)
        self.sending[person] += 1
        try:
            yield
        finally:
            self.sending[person] -= 1
            if not self.sending[person]:
                del self.sending[person]


class Body:
    """A body on its way in, counted."""

    def __init__(self, scope: Any, receive: Any, most: int, too_long: Refused) -> None:
        self.scope = scope
        self.most = most
        self.too_long = too_long
        self._receive = receive
        self._length = 0
        self._whole = False

    def check_length(self) -> None:
        """
        Raises:
            Refused: it says itself that it is too long.
        """
        length = header(self.scope, b"content-length")
        if length.isdigit() and int(length[:20]) > self.most:
            raise self.too_long

    async def receive(self) -> Any:
        message = await self._receive()
        self._length += len(message.get("body", b""))
        if self._length > self.most:
            raise self.too_long
        self._whole = self._whole or not message.get("more_body", False)
        return message

    def refusal_for(self, error: Exception) -> Refused | None:
        """What to say of an error while the body was read, if it is one of ours or the disk's."""
        if error is self.too_long:
            return self.too_long
        if not self._whole and stored.is_full(error):
            return disk_full()
        return None


def _limited(scope: Any, receive: Any, most: int) -> Body:
    return Body(scope, receive, most, TooLarge(f"This request is too long: at most {most >> 10:,} KB are read."))


def view_name(scope: Any) -> str:
    """Of the view that Django will find; empty where it finds none."""
    try:
        return resolve(scope["path"].removeprefix(scope.get("root_path", ""))).view_name
    except Resolver404:
        return ""


async def sender(scope: Any) -> Person:
    """
    Raises:
        Unauthorized: neither a session nor a token.
    """
    arrivals = process.current().arrivals
    token = credentials.bearer(scope["headers"])
    if token is not None:
        return (await arrivals.with_token(token))[0]
    user = await in_thread(credentials.user_of_session, _session_key(scope))
    if user is None:
        raise Unauthorized(credentials.SIGN_IN)
    return await arrivals.signed_in(user)


def _session_key(scope: Any) -> str:
    try:
        cookies = SimpleCookie(header(scope, b"cookie").decode("latin-1"))
    except CookieError:
        return ""
    found = cookies.get(settings.SESSION_COOKIE_NAME)
    return found.value if found else ""


def header(scope: Any, name: bytes) -> bytes:
    return next((value for key, value in scope["headers"] if key.lower() == name), b"")


async def respond(response: HttpResponse, send: Any) -> None:
    """The answer of somebody who is no Django view."""
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in response.items()]
    headers.append((b"content-length", str(len(response.content)).encode()))
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": response.content})
