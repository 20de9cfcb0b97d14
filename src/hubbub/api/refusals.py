"""How a refusal is answered: `{"code", "message", "fields"}` with its status, whatever went wrong where."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from msgspec import UNSET
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from hubbub.api.answers import Error, answer
from hubbub.credentials import SIGN_IN
from hubbub.errors import Invalid, NotFound, Refused, TooLarge, Unauthorized, Unavailable, database_away, too_often

logger = logging.getLogger(__name__)

STATUS = {
    "invalid": 400,
    "unauthorized": 401,
    "forbidden": 403,
    "read_only": 403,
    "not_found": 404,
    "conflict": 409,
    "too_large": 413,
    "rate_limited": 429,
    "unavailable": 503,
}
BROKEN = 500
NOTHING_HERE = "There is nothing at this address."
LARGEST_BODY = "The body of a request is at most 64 KiB."

SENTENCES = {
    "missing": "This is needed.",
    "extra_forbidden": "There is no such field.",
    "string_type": "This must be text.",
    "bool_type": "This must be true or false.",
    "list_type": "This must be a list.",
    "int_type": "This must be a whole number.",
    "int_parsing": "This must be a whole number.",
    "int_parsing_size": "This number is too large.",
    "int_from_float": "This must be a whole number.",
    "greater_than_equal": "This must be {ge:,} or more.",
    "less_than_equal": "This must be {le:,} or less.",
    "uuid_type": "This must be a UUID.",
    "uuid_parsing": "This must be a UUID.",
    "control_characters": "This must be text without control characters.",
    "string_too_long": "At most {max_length} characters fit.",
    "literal_error": "This must be {expected}.",
    "too_long": "At most {max_length} are allowed.",
    "model_type": "This must be a JSON object.",
    "model_attributes_type": "This must be a JSON object.",
}


def refusal(refused: Refused, status: int = 0) -> HttpResponse:
    retry_after = UNSET if refused.retry_after is None else refused.retry_after
    error = Error(refused.code, refused.message, refused.fields, retry_after)
    response = answer(error, status or STATUS[refused.code])
    if refused.retry_after is not None:
        response["Retry-After"] = str(math.ceil(refused.retry_after))
    if response.status_code == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


@csrf_exempt  # a page about CSRF would not be JSON, and nothing happens here
async def nothing_here(request: HttpRequest) -> HttpResponse:
    """The view of every address under the API that is nobody's."""
    return refusal(NotFound(NOTHING_HERE))


def method_not_allowed(response: HttpResponse, method: str | None) -> HttpResponse:
    """Ninja's answer to a wrong method, as a refusal."""
    allowed = response["Allow"]
    refused = refusal(Invalid(f"{method} is not possible here. Possible: {allowed}."), 405)
    refused["Allow"] = allowed
    return refused


def invalid(error: ValidationError) -> Invalid:
    fields = {_field(one): _sentence(one) for one in error.errors}
    said = " ".join(sentence if name == "body" else f"{name}: {sentence}" for name, sentence in fields.items())
    return Invalid(said, fields=fields)


def _field(error: dict[str, Any]) -> str:
    """The name that the asker knows. Inside a body the first place is our own name for the whole of it."""
    source, *place = error["loc"]
    names = [str(part) for part in (place[1:] if source == "body" else place[-1:])]
    return names[0][:80] if names else "body"


def _sentence(error: dict[str, Any]) -> str:
    sentence = SENTENCES.get(error["type"])
    return sentence.format(**error.get("ctx", {})) if sentence else f"{error['msg']}."


def handle_refusals(api: NinjaAPI) -> None:
    """Tell Ninja how to answer each kind of exception."""
    for kind, meaning in MEANINGS.items():
        api.add_exception_handler(kind, partial(_refused, meaning))
    api.add_exception_handler(Exception, _broken)


def _unwrapped(error: HttpError) -> Refused:
    """Ninja wraps what a parser raises."""
    cause = error.__cause__
    return cause if isinstance(cause, Refused) else Invalid(error.message)


MEANINGS: dict[type[Exception], Callable[[Any], Refused]] = {
    Refused: lambda refused: refused,
    ValidationError: invalid,
    HttpError: _unwrapped,
    AuthenticationError: lambda _: Unauthorized(SIGN_IN),
    Throttled: lambda throttled: too_often(throttled.wait),
    RequestDataTooBig: lambda _: TooLarge(LARGEST_BODY),
    Http404: lambda _: NotFound(NOTHING_HERE),
    OperationalError: lambda _: database_away(),
    InterfaceError: lambda _: database_away(),
}


def _refused(meaning: Callable[[Any], Refused], request: HttpRequest, error: Exception) -> HttpResponse:
    return refusal(meaning(error))


def _broken(request: HttpRequest, error: Any) -> HttpResponse:
    logger.error("%s %s failed.", request.method, request.path, exc_info=error)
    return refusal(Unavailable("Something went wrong on the server. Try again in a moment."), BROKEN)
