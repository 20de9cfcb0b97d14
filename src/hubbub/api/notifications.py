"""Why somebody was notified of a message, or was not."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Router

from hubbub import models, queries, reasons
from hubbub.api.answers import Notification, NotificationList, answer, answers
from hubbub.api.auth import Request
from hubbub.threads import in_thread

router = Router(tags=["notifications"])


@router.get("/me/notifications", **answers({200: NotificationList}))
async def list_notifications(request: Request) -> HttpResponse:
    """What was decided last about pushes to your browsers, the newest first: a hundred at most, of a week at most."""
    rows = await in_thread(queries.deliveries_of, request.auth)
    return answer(NotificationList([_notification(row) for row in rows]))


def _notification(row: models.Delivery) -> Notification:
    message = row.message
    return Notification(
        room=message.room.name if message else None,
        title=message.room.title if message else None,
        number=message.number if message else None,
        author=message.author.name if message else None,
        browser=row.browser,
        cause=row.cause,
        state=row.state,
        reason=row.reason,
        text=reasons.sentence(row.state, row.reason),
        created=row.created,
        settled=row.settled,
    )
