"""Django Ninja as Hubbub uses it: our own objects in OpenAPI, and JSON also where Ninja answers with plain text."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from hubbub.api.answers import components
from hubbub.api.described import describe_refusals
from hubbub.api.refusals import method_not_allowed

View = Callable[..., Awaitable[HttpResponse]]

POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'"


class Api(NinjaAPI):
    @property
    def urls(self) -> tuple[list[Any], str, str]:
        patterns, app, namespace = super().urls
        for pattern in patterns:
            if iscoroutinefunction(pattern.callback):
                pattern.callback = _answering_wrong_methods(pattern.callback)
        return patterns, app, namespace

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        schema["components"]["schemas"].update(components())
        describe_refusals(schema)
        return schema


def _answering_wrong_methods(view: View) -> View:
    @wraps(view)
    async def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = await view(request, *args, **kwargs)
        return method_not_allowed(response, request.method) if response.status_code == 405 else response

    return answer


def documented(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page of docs brings its own styles and writes its own HTML, which the product's policy forbids elsewhere."""

    def answer(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        response.headers["Content-Security-Policy"] = POLICY
        return response

    return answer
