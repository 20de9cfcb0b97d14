"""A form with a file in it, read piece by piece into a temporary file: never all of it in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.http.request import QueryDict
from django.utils.datastructures import MultiValueDict

from hubbub import conf, stored
from hubbub.errors import Invalid, Refused, TooLarge

MULTIPART = "multipart/form-data"
LARGEST_FIELD = 1_000
OTHERS = 1 << 16  # what a form may hold beside its file
ESCAPED = {"%22": '"', "%0D": "\r", "%0A": "\n"}  # https://html.spec.whatwg.org/#multipart-form-data

EMPTY = "The file is empty: it has no bytes. Choose another one."
LONG_FIELD = f"The field room is too long: at most {LARGEST_FIELD:,} characters are read."
CUT = "The file did not arrive whole. Send it again."
WRONG_FORM = f"Send a form ({MULTIPART}) with the fields room and file, and one file in it."


def too_large() -> TooLarge:
    return TooLarge(f"The file is too large: at most {conf.get('UPLOAD_LIMIT'):,} MB are allowed.")


def leave_alone(request: HttpRequest) -> None:
    """Whoever asks for `request.POST`, as the check of the CSRF token does, shall not read the file: a token is in the
    header."""
    if request.content_type == MULTIPART:
        request._post, request._files = QueryDict(), MultiValueDict()  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Form:
    """What somebody brings. `file` is gone when it is closed."""

    room: str
    name: str
    size: int
    file: TemporaryUploadedFile


class _Arriving(FileUploadHandler):
    """Takes the one file of a form."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most
        self.name = ""
        self.arrived: TemporaryUploadedFile | None = None
        self.whole = False

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        if self.arrived is not None or field_name != "file":
            raise Invalid(WRONG_FORM)
        self.name = file_name
        self.arrived = stored.temporary()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > self.most:
            raise too_large()
        assert self.arrived is not None  # noqa: S101  a file begins before it goes on
        self.arrived.write(raw_data)

    def file_complete(self, file_size: int) -> None:
        assert self.arrived is not None  # noqa: S101  likewise
        self.arrived.flush()
        self.arrived.size = file_size
        self.whole = True


class _Parser(MultiPartParser):
    """Django's, which leaves names as they are: they are cleaned, and what cannot be cleaned refused, by `text`.

    Of a name, browsers escape what would end it in its header, and nothing else, not even the percent sign.
    """

    def sanitize_file_name(self, file_name: str) -> str:
        for written, meant in ESCAPED.items():
            file_name = file_name.replace(written, meant)
        return file_name


def read_form(request: HttpRequest) -> Form:
    """
    Raises:
        Refused: it is no such form, or its file is empty, too large or cut.
    """
    arriving = _Arriving(conf.largest_upload())
    with _closed_if_refused(arriving):
        fields = _parsed(request, arriving)
        if arriving.arrived is None or len(fields) != 1 or len(room := fields.getlist("room")) != 1:
            raise Invalid(WRONG_FORM)
        if len(room[0]) > LARGEST_FIELD:
            raise Invalid(LONG_FIELD)
        if not arriving.whole:
            raise Invalid(CUT)
        if not arriving.arrived.size:
            raise Invalid(EMPTY)
        return Form(room[0], arriving.name, arriving.arrived.size, arriving.arrived)


def _parsed(request: HttpRequest, arriving: _Arriving) -> QueryDict:
    if request.content_type != MULTIPART:
        raise Invalid(WRONG_FORM)
    length = request._stream.seek(0, 2)
    request._stream.seek(0)
    try:
        fields, _ = _Parser({**request.META, "CONTENT_LENGTH": length}, request, [arriving], "utf-8").parse()
    except (MultiPartParserError, SuspiciousOperation) as error:
        raise Invalid(WRONG_FORM) from error
    return fields


@contextmanager
def _closed_if_refused(arriving: _Arriving) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        if arriving.arrived is not None:
            arriving.arrived.close()
        if isinstance(error, Refused) or not isinstance(error, Exception):
            raise
        raise stored.not_stored(error) from error
