"""The site's own emoji: a picture and a name. The owner of the site adds and removes them."""

from __future__ import annotations

import re

from django.db import IntegrityError, transaction

from hubbub import access, queries, text
from hubbub.errors import Conflict, Invalid, TooLarge
from hubbub.models import Person, SiteEmoji, Upload
from hubbub.operations import loose

LARGEST = 262_144
MOST = 1_000
NO_PICTURE = "An emoji is a picture (PNG, JPEG, GIF or WebP) that you have just uploaded."
TOO_LARGE = "The picture of an emoji is at most 256 KB. Make it smaller: 128 by 128 pixels are plenty."
_OWN = re.compile(r":([a-z0-9_+-]{2,30}):")


def add_emoji(by: Person, name: str, upload_id: int) -> SiteEmoji:
    """Make a picture that `by` has uploaded, and that no message carries, the emoji `:name:`.

    Raises:
        Denied: not the owner of the site.
        Invalid: a name that cannot be, or no picture of theirs.
        TooLarge: a picture of more than 256 KB.
        Conflict: there is an emoji of this name, or there are 1,000.
    """
    access.must_be_site_owner(by)
    name = text.clean_emoji_name(name)
    try:
        with transaction.atomic():
            return _added(by, name, _picture(by, upload_id))
    except IntegrityError:
        message = f"There is an emoji called :{name}: already."
        raise Conflict(message, fields={"name": message}) from None


def _picture(by: Person, upload_id: int) -> Upload:
    row = Upload.objects.select_for_update().filter(pk=upload_id, person=by, message=None).first()
    if row is None or row.width is None:
        raise Invalid(NO_PICTURE, fields={"upload": NO_PICTURE})
    if row.size > LARGEST:
        raise TooLarge(TOO_LARGE, fields={"upload": TOO_LARGE})
    return row


def _added(by: Person, name: str, picture: Upload) -> SiteEmoji:
    """The file changes hands: the upload's row goes, and with it the thumbnail that nobody needs."""
    if SiteEmoji.objects.count() >= MOST:
        raise Conflict(f"There are {MOST:,} emoji. Remove one before you add another.")
    row = SiteEmoji.objects.create(name=name, file=picture.file.name, content_type=picture.content_type, by=by)
    picture.delete()
    if thumbnail := picture.thumbnail.name:
        loose.doom([thumbnail])
    return row


def remove_emoji(by: Person, name: str) -> None:
    """Messages and reactions that used it show its name from then on."""
    access.must_be_site_owner(by)
    with transaction.atomic():
        row = queries.emoji_called(name)
        row.delete()
        loose.doom([str(row.file.name)])


def clean_reaction(emoji: str, *, on: bool) -> str:
    """An emoji as a reaction: one that everybody has, or `:name:` of the site's. One that is gone only comes off.

    Raises:
        Invalid: it is no emoji.
    """
    own = _OWN.fullmatch(emoji)
    if not own:
        return text.clean_emoji(emoji)
    if on and not queries.site_emoji(own[1]):
        raise Invalid(f"There is no emoji called {emoji} here.")
    return emoji
