"""The site's own emoji: who adds them, what they may be called, where they show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hubbub.errors import Conflict, Denied, Invalid, NotFound, TooLarge
from hubbub.models import SiteEmoji, Upload
from hubbub.models.uploads import storage
from hubbub.operations.emoji import add_emoji, remove_emoji
from hubbub.operations.messages import post_message, react
from tests.support.cast import Cast
from tests.support.files import brought

PICTURE = {"content_type": "image/webp", "width": 128, "height": 128}


def picture(cast: Cast, **fields: object) -> Upload:
    return brought(cast.mina, cast.tea, "kettle.webp", **(PICTURE | fields))


@pytest.fixture
def kettle(cast: Cast) -> SiteEmoji:
    return add_emoji(cast.mina, "kettle", picture(cast).pk)


def test_a_picture_becomes_an_emoji_and_no_upload_is_left(kettle: SiteEmoji) -> None:
    assert (kettle.name, kettle.content_type) == ("kettle", "image/webp")
    assert storage().exists(kettle.file.name)
    assert not Upload.objects.exists()


def test_it_is_marked_in_messages(cast: Cast, kettle: SiteEmoji) -> None:
    message = post_message(cast.jonas, "tea", "Put the :kettle: on, not the :samovar2:")
    assert (
        message.html == '<p>Put the <span class="emoji" data-emoji="kettle">:kettle:</span> on, not the :samovar2:</p>'
    )


def test_it_can_be_a_reaction(cast: Cast, kettle: SiteEmoji) -> None:
    post_message(cast.jonas, "tea", "Tea?")
    assert react(cast.rosa, "tea", 1, ":kettle:").reactions[0].emoji == ":kettle:"


def test_a_reaction_with_one_that_is_gone_can_be_taken_back(cast: Cast, kettle: SiteEmoji) -> None:
    post_message(cast.jonas, "tea", "Tea?")
    react(cast.rosa, "tea", 1, ":kettle:")
    remove_emoji(cast.mina, "kettle")
    assert react(cast.rosa, "tea", 1, ":kettle:", on=False).reactions == []
    with pytest.raises(Invalid, match="no emoji called"):
        react(cast.rosa, "tea", 1, ":kettle:")


def test_its_file_goes_with_it(
    cast: Cast, kettle: SiteEmoji, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        remove_emoji(cast.mina, "kettle")
    assert not storage().exists(kettle.file.name)
    with pytest.raises(NotFound):
        remove_emoji(cast.mina, "kettle")


def test_only_the_owner_of_the_site_has_a_say(cast: Cast, kettle: SiteEmoji) -> None:
    with pytest.raises(Denied):
        add_emoji(cast.jonas, "pot", brought(cast.jonas, cast.tea, **PICTURE).pk)
    with pytest.raises(Denied):
        remove_emoji(cast.jonas, "kettle")


@pytest.mark.parametrize("name", ["", "k", "a b", "<b>", "kéttle", "x" * 31, ":", "a:b"])
def test_a_name_that_cannot_be(cast: Cast, name: str) -> None:
    with pytest.raises(Invalid):
        add_emoji(cast.mina, name, picture(cast).pk)


@pytest.mark.parametrize("name", ["tada", "kettle", ":kettle:", "KETTLE"])
def test_a_name_that_is_taken(cast: Cast, kettle: SiteEmoji, name: str) -> None:
    with pytest.raises(Conflict):
        add_emoji(cast.mina, name, picture(cast).pk)


def test_it_is_a_small_picture_of_ones_own(cast: Cast) -> None:
    with pytest.raises(TooLarge):
        add_emoji(cast.mina, "kettle", picture(cast, size=262_145).pk)
    for upload in (brought(cast.jonas, cast.tea, **PICTURE), brought(cast.mina, cast.tea)):
        with pytest.raises(Invalid, match="picture"):
            add_emoji(cast.mina, "kettle", upload.pk)
