"""What OpenAPI says of refusals: the statuses that an operation can answer with, and each one's codes and headers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hubbub.api.answers import JSON, REFERENCE
from hubbub.api.refusals import BROKEN, STATUS

ALWAYS = {429, BROKEN, 503}
WITH_A_PERSON = {401, 403}
WITH_INPUT = {400, 404, 409, 413}

HEADERS: dict[int, dict[str, Any]] = {
    401: {"WWW-Authenticate": {"required": True, "schema": {"type": "string", "const": "Bearer"}}},
    429: {"Retry-After": {"required": True, "schema": {"type": "integer", "minimum": 1}}},
    503: {"Retry-After": {"schema": {"type": "integer", "minimum": 1}}},
}


def describe_refusals(document: dict[str, Any]) -> None:
    """Add to each operation the refusals that it has."""
    document["components"]["responses"] = {_name(status): _refusal(status) for status in {*STATUS.values(), BROKEN}}
    for methods in document["paths"].values():
        for operation in methods.values():
            operation["responses"] |= {str(status): _reference(status) for status in _possible(operation)}


def _possible(operation: dict[str, Any]) -> Iterator[int]:
    """Without input there is nothing that could be wrong with it."""
    person = WITH_A_PERSON if "security" in operation else set()
    given = WITH_INPUT if operation["parameters"] or "requestBody" in operation else set()
    yield from sorted(ALWAYS | person | given)


def _reference(status: int) -> dict[str, str]:
    return {"$ref": f"#/components/responses/{_name(status)}"}


def _name(status: int) -> str:
    return f"Refused{status}"


def _refusal(status: int) -> dict[str, Any]:
    codes = sorted(code for code, answered in STATUS.items() if answered == status) or ["unavailable"]
    exactly = {"properties": {"code": {"enum": codes}}}
    schema = {"allOf": [{"$ref": REFERENCE.format(name="Error")}, exactly]}
    headers = HEADERS.get(status, {})
    return {"description": "Refused, and why", "headers": headers, "content": {JSON: {"schema": schema}}}
