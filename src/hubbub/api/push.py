"""Browsers that take pushes for the signed-in person: with the page closed, too."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from ninja import Router

from hubbub import models, queries, webpush
from hubbub.api.answers import Browser, BrowserList, answer, answers
from hubbub.api.auth import Request, credential_of
from hubbub.api.bodies import Body, Line, Number, said
from hubbub.api.rates import Rated
from hubbub.operations import subscriptions
from hubbub.operations.subscriptions import NewSubscription
from hubbub.threads import in_thread

router = Router(tags=["push"])


Endpoint = Annotated[str, said(format="uri", pattern="^https?://")]
Key = Annotated[str, said(pattern="^[A-Za-z0-9_-]+=*$")]


class Keys(Body):
    p256dh: Key
    auth: Key


class NewBrowser(Body):
    endpoint: Endpoint
    keys: Keys
    label: Line = "A browser"


@router.get("/me/push", **answers({200: BrowserList}))
async def list_browsers(request: Request) -> HttpResponse:
    """The site's public key, and your browsers that take pushes."""
    return answer(await in_thread(_browsers, request.auth))


@router.post("/me/push", **answers({200: Browser}))
async def subscribe(request: Request, data: NewBrowser) -> HttpResponse:
    """Take pushes in this browser. Saying it again changes nothing; it ends with the session or token it came with."""
    new = NewSubscription(data.endpoint, data.keys.p256dh, data.keys.auth, data.label, _origin(request))
    row = await in_thread(subscriptions.subscribe, request.auth, new, credential_of(request))
    return answer(_browser(row))


@router.delete("/me/push/{browser_id}", **answers({204: None}))
async def unsubscribe(request: Request, browser_id: Number) -> HttpResponse:
    await in_thread(subscriptions.unsubscribe, request.auth, browser_id)
    return answer(None, 204)


@router.post("/me/push/{browser_id}/test", throttle=Rated("test"), **answers({204: None}))
async def test_push(request: Request, browser_id: Number) -> HttpResponse:
    """Have a notification sent to one of your browsers."""
    await in_thread(subscriptions.try_push, request.auth, browser_id)
    return answer(None, 204)


def _browsers(person: models.Person) -> BrowserList:
    key = webpush.public_key(subscriptions.push_key())
    return BrowserList(key, [_browser(row) for row in queries.subscriptions(person)])


def _browser(row: models.Subscription) -> Browser:
    return Browser(row.pk, row.label, row.digest, row.created)


def _origin(request: Request) -> str:
    return f"{request.scheme}://{request.get_host()}"
