"""A page of the garden that speaks in a room: whoever has it open hears of the frost at once."""

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from hubbub.models import Room


@require_POST
@login_required
def warn(request: HttpRequest) -> HttpResponse:
    room = get_object_or_404(Room, name="greenhouse")
    notice = {"type": "room.notice", "room": room.pk, "data": {"frost": request.POST["degrees"]}}
    async_to_sync(get_channel_layer().group_send)(room.group, notice)
    return HttpResponse(status=204)
