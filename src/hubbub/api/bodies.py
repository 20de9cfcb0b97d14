"""How a request is read: strict JSON, nothing unknown in it, numbers that a database can hold."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from django.http import HttpRequest
from ninja.parser import Parser
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from hubbub.api.answers import JSON
from hubbub.api.refusals import LARGEST_BODY
from hubbub.errors import Invalid, TooLarge
from hubbub.queries import MOST_MARKED

LARGEST = 65_536
LARGEST_NUMBER = 2**53


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise PydanticCustomError("control_characters", "NUL in text")
    return text


Number = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]
NumberOrZero = Annotated[int, Field(ge=0, le=LARGEST_NUMBER)]
Rev = Annotated[int, Field(ge=-LARGEST_NUMBER, le=LARGEST_NUMBER)]


def said(**schema: Any) -> WithJsonSchema:
    """What the description says of a text that `hubbub.text` or an operation checks, in sentences of their own.

    Whatever is said here must be refused otherwise: tests/fuzz asks for the opposite.
    """
    return WithJsonSchema({"type": "string", **schema})


Words = Annotated[str, AfterValidator(_without_nul), said(pattern=r"^[^\x00]*$")]
ShortWords = Annotated[
    str, Field(max_length=100), AfterValidator(_without_nul), said(maxLength=100, pattern=r"^[^\x00]*$")
]
Line = Annotated[str, said(pattern=r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$")]
Name = Annotated[str, said(minLength=1)]
Markdown = Annotated[str, said(pattern=r"^(?:[^\x00-\x08\x0b-\x1f\x7f-\x9f]|\r\n)*$")]


class Body(BaseModel):
    """A JSON object with these keys and no others, of exactly these types."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Cursor(BaseModel):
    """Where a page begins that goes back in time: `before` what the page before it said was `next`."""

    before: Number | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_MARKED)] = 30


class StrictParser(Parser):
    """Refuses what the protocol's sockets refuse: NaN, lone surrogates, deep nesting, endless integers."""

    def parse_body(self, request: HttpRequest) -> Any:
        """
        Raises:
            TooLarge: more than 64 KiB.
            Invalid: not declared as JSON, or no JSON.
        """
        if len(request.body) > LARGEST:
            raise TooLarge(LARGEST_BODY)
        if request.content_type != JSON:
            raise Invalid(f"Send the body as JSON, with the header Content-Type: {JSON}.")
        try:
            return msgspec.json.decode(request.body)
        except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
            raise Invalid("The body is not JSON, or holds text that is no Unicode.") from error
