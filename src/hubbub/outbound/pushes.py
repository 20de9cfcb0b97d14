"""What a push says, how it travels, and what the answer of a push service means."""

from __future__ import annotations

import time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hubbub import conf, markup, webpush, wire
from hubbub.digests import digest
from hubbub.models import Delivery, Message, Preferences, Subscription
from hubbub.operations.deliveries import Outcome
from hubbub.outbound import retries, safe_http

HOUR = 3_600
EXCERPT = 300


async def send(subscription: Subscription, row: Delivery, key: str, site: str, attempt: int) -> Outcome:
    """Send one delivery to its browser's push service.

    Args:
        row: with its message's room and author.
        key: the site's private key.
        site: its name.
    """
    text = webpush.padded(wire.encode(push_of(row, site)))
    body = webpush.encrypt(text, subscription.p256dh, subscription.secret)
    try:
        answer = await safe_http.post(
            subscription.endpoint, _headers(subscription, row, key), body, loopback=conf.get("PUSH_TO_LOOPBACK")
        )
    except safe_http.NotAllowed:
        return Outcome("failed", "not_public", gone=True)
    except safe_http.Unreachable:
        return _again(attempt, "unreachable", None)
    return outcome_of(answer, attempt)


def outcome_of(answer: safe_http.Answer, attempt: int) -> Outcome:
    if 200 <= answer.status < 300:
        return Outcome("sent")
    if answer.status in retries.GONE:
        return Outcome("failed", "gone", gone=True)
    if retries.is_worth_another(answer.status):
        asked_for = retries.retry_after(answer.headers.get("retry-after", ""), time.time())
        return _again(attempt, "busy", asked_for)
    return Outcome("failed", "refused")


def _again(attempt: int, reason: str, asked_for: float | None) -> Outcome:
    seconds = retries.seconds_until_next(attempt, asked_for)
    return Outcome("failed" if seconds is None else "waiting", reason, seconds)


# How it travels


def _headers(subscription: Subscription, row: Delivery, key: str) -> dict[str, str]:
    return {
        "Authorization": webpush.authorization(key, subscription.endpoint, contact(subscription), time.time()),
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(24 * HOUR if _is_urgent(row) else 4 * HOUR),
        "Urgency": "high" if _is_urgent(row) else "normal",
        **({"Topic": _topic(row)} if row.message else {}),
    }


def contact(subscription: Subscription) -> str:
    """Where a push service can reach who runs this site: what its settings say, or the site itself."""
    own: str = conf.get("PUSH_CONTACT")
    secure = subscription.origin.startswith("https://")
    return own or (subscription.origin if secure else "mailto:hubbub@localhost")


def _is_urgent(row: Delivery) -> bool:
    """Said to this person, or tried by them."""
    return row.cause != Delivery.Cause.ALL or (row.message is not None and row.message.room.kind == "direct")


def _topic(row: Delivery) -> str:
    """Of a room, the last is enough for a browser that was away; what names a person is not pushed out by others."""
    return digest(f"{row.person_id} {tag_of(row)}")[:32]


def tag_of(row: Delivery) -> str:
    """One notification stands for a room, and another one for what is said to the person there."""
    if row.message is None:
        return "test"
    return f"{row.message.room.name}{'!' if _is_urgent(row) else ''}"


# What it says


def push_of(row: Delivery, site: str) -> wire.Push:
    if row.message is None:
        return wire.Push("", 0, tag_of(row), site, _("Notifications reach this browser."))
    shown = _content(row.message, site) if _shows_content(row) else (site, _("New message"))
    return wire.Push(row.message.room.name, row.message.number, tag_of(row), *shown)


def _shows_content(row: Delivery) -> bool:
    chosen: Preferences | None = getattr(row.person, "preferences", None)
    return chosen is None or chosen.push_content


def _content(message: Message, site: str) -> tuple[str, str]:
    """Who and where, and what."""
    author = message.author.name
    if message.room.kind == "direct":
        return author, _excerpt(message)
    return _("{name} in {room}").format(name=author, room=message.room.title), _excerpt(message)


def _excerpt(message: Message) -> str:
    files = message.upload_count
    text = markup.plain(message.body, EXCERPT)
    return text or ngettext("{count} file", "{count} files", files).format(count=files)
