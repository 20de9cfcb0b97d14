"""The site's own emoji: everybody sees them, the owner of the site adds and removes them."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

from hubbub import queries, wire
from hubbub.api import serving
from hubbub.api.answers import Emoji, EmojiList, answer, answers
from hubbub.api.auth import Request
from hubbub.api.bodies import Body, Number, said
from hubbub.models import Person, SiteEmoji
from hubbub.operations import emoji
from hubbub.threads import in_thread

router = Router(tags=["emoji"])

EmojiName = Annotated[str, said(pattern=r"^[a-z0-9_+-]{2,30}$")]


class NewEmoji(Body):
    name: EmojiName
    upload: Number


@router.get("/emoji", **answers({200: EmojiList}))
async def list_emoji(request: Request) -> HttpResponse:
    """The site's own emoji by name. In messages and reactions they are written `:name:`."""
    return answer(EmojiList(await in_thread(_all)))


def _all() -> list[Emoji]:
    return [_emoji(row) for row in queries.all_emoji()]


@router.post("/emoji", **answers({201: Emoji}))
async def add_emoji(request: Request, data: NewEmoji) -> HttpResponse:
    """Make a picture that you have just uploaded an emoji. Only the owner of the site."""
    return answer(await in_thread(_added, request.auth, data), 201)


def _added(by: Person, data: NewEmoji) -> Emoji:
    return _emoji(emoji.add_emoji(by, data.name, data.upload))


@router.delete("/emoji/{emoji_name}", **answers({204: None}))
async def remove_emoji(request: Request, emoji_name: str) -> HttpResponse:
    """What used it shows its name from now on. Only the owner of the site."""
    await in_thread(emoji.remove_emoji, request.auth, emoji_name)
    return answer(None, 204)


@router.get("/emoji/{emoji_name}/picture", **serving.ANSWERS)
async def open_emoji(request: Request, emoji_name: str) -> HttpResponseBase:
    """The picture of one."""
    row = await in_thread(queries.emoji_called, emoji_name)
    return await serving.small_picture(request, str(row.file), row.content_type)


def _emoji(row: SiteEmoji) -> Emoji:
    return Emoji(row.name, f"emoji/{row.name}/picture", wire.person(row.by) if row.by else None)
