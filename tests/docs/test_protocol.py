"""docs/protocol.md says everything that the server can say and understand, and nothing else."""

from __future__ import annotations

import re

from docs import schemas
from hubbub import errors, wire
from hubbub.api import api
from tests.docs.pages import read

PAGE = read("protocol.md")


def test_the_schemas_are_those_of_the_code() -> None:
    assert schemas.rewritten(PAGE) == PAGE, "Run: python docs/schemas.py"


def test_every_frame_command_and_object_has_a_schema() -> None:
    assert schemas.read(PAGE).keys() == schemas.schemas().keys()


def test_every_frame_has_a_heading() -> None:
    kinds = {str(frame.__struct_config__.tag) for frame in (*wire.SERVER_FRAMES, *wire.COMMANDS)}
    assert kinds - set(re.findall(r"^### (\w+)", PAGE, re.MULTILINE)) == set()


def test_every_error_code_is_listed() -> None:
    codes = {kind.code for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.Refused)}
    assert codes == set(re.findall(r"^\| `(\w+)` \| \d{3} \|", PAGE, re.MULTILINE))


def test_every_route_of_the_api_is_listed_and_no_other() -> None:
    table = PAGE[PAGE.index("## HTTP") :]
    listed = re.findall(r"`(GET|POST|PUT|PATCH|DELETE) ([\w/{}]+)`", table)
    assert set(listed) == routes()


def routes() -> set[tuple[str, str]]:
    paths = api.get_openapi_schema(path_prefix="")["paths"]
    return {(method.upper(), path.strip("/")) for path, methods in paths.items() for method in methods}
