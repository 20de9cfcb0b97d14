"""Files: bringing one, opening it, taking it back."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

from hubbub import file_types, pictures, queries, stored, wire
from hubbub.api import forms, serving
from hubbub.api.answers import answer, answers
from hubbub.api.auth import Request
from hubbub.api.bodies import Number
from hubbub.api.rates import Rated
from hubbub.live import process
from hubbub.models import Person
from hubbub.operations import uploads
from hubbub.operations.uploads import Content, Place
from hubbub.threads import in_clearing_thread, in_thread, in_upload_thread

router = Router(tags=["uploads"])

FORM: dict[str, Any] = {
    "type": "object",
    "required": ["room", "file"],
    "properties": {"room": {"type": "string"}, "file": {"type": "string", "format": "binary"}},
}
_ANSWERS = answers({201: wire.Upload})
_ANSWERS["openapi_extra"]["requestBody"] = {"required": True, "content": {forms.MULTIPART: {"schema": FORM}}}


@router.post("/uploads", throttle=Rated("upload"), **_ANSWERS)
async def bring_file(request: Request) -> HttpResponse:
    """Bring a file into a room. Nobody else sees it until you post a message with its `id` in `uploads`; what is not
    posted within a day is thrown away."""
    form = await in_upload_thread(forms.read_form, request)
    return answer(await asyncio.shield(process.current().spawn(_bring(request.auth, form))), 201)


async def _bring(person: Person, form: forms.Form) -> wire.Upload:
    """Whole or not at all, also when who sent it has hung up meanwhile."""
    with form.file:
        place = await in_thread(uploads.make_place, person, form.room, form.name, form.size)
        try:
            content = await _stored(person, form, place)
            return await in_thread(uploads.keep, person, place, content)
        except BaseException:
            await in_clearing_thread(uploads.give_up, place)
            raise


async def _stored(person: Person, form: forms.Form, place: Place) -> Content:
    """One picture of a person after the other, so that nobody has all that decode them to themselves."""
    found = await in_upload_thread(file_types.content_type, cast(BinaryIO, form.file))
    if found not in file_types.PICTURES:
        return await in_upload_thread(_store, form, place, found)
    async with process.current().turn_with_pictures(person.pk):
        return await in_upload_thread(_store_picture, form, place, found)


def _store(form: forms.Form, place: Place, content_type: str) -> Content:
    stored.keep(place.file, form.file)
    return Content(content_type, form.size)


def _store_picture(form: forms.Form, place: Place, content_type: str) -> Content:
    """Never as it came: what cannot be decoded is just bytes."""
    with ExitStack() as stack:
        picture, thumbnail = (stack.enter_context(stored.temporary()) for _ in range(2))
        found = pictures.develop(*map(TemporaryUploadedFile.temporary_file_path, (form.file, picture, thumbnail)))
        if found is None:
            stored.keep(place.file, form.file)
            return Content(file_types.BYTES, form.size)
        size = stored.measured(picture)
        stored.keep(place.file, picture)
        if found.thumbnail:
            stored.keep(place.thumbnail, thumbnail)
        return Content(content_type, size, found.width, found.height, found.thumbnail)


@router.api_operation(["HEAD"], "/uploads/{upload_id}/{name}", include_in_schema=False)
@router.get("/uploads/{upload_id}/{name}", **serving.ANSWERS)
async def open_file(request: Request, upload_id: Number, name: str) -> HttpResponseBase:
    """The file itself, whole or a range of it: for members of the room, and before it is posted for you alone."""
    row = await in_thread(queries.upload_for, request.auth, upload_id)
    serving.check_name(row, name)
    return await serving.file(request, row)


@router.api_operation(["HEAD"], "/thumbnails/{upload_id}", include_in_schema=False)
@router.get("/thumbnails/{upload_id}", **serving.ANSWERS)
async def open_thumbnail(request: Request, upload_id: Number) -> HttpResponseBase:
    """A small copy of a picture (WebP), at most 640 by 480 pixels."""
    row = await in_thread(queries.upload_for, request.auth, upload_id)
    return await serving.thumbnail(request, row)


@router.delete("/uploads/{upload_id}", **answers({204: None}))
async def remove_file(request: Request, upload_id: Number) -> HttpResponse:
    """Take back a file that you have not posted."""
    await in_thread(uploads.remove, request.auth, upload_id)
    return answer(None, 204)
