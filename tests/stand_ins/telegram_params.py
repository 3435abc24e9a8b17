"""A method's parameters, however they came: query, form, multipart or JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

from tests.stand_ins.telegram_errors import bad_request


@dataclass(frozen=True, slots=True)
class File:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Params:
    """In a form everything is text, and what is composed is JSON in it."""

    values: Mapping[str, object]
    files: Mapping[str, File] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Empty where it is absent."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def integer(self, name: str) -> int | None:
        value = self.text(name)
        if not value:
            return None
        try:
            return int(value)
        except ValueError:
            raise bad_request(f'parameter "{name}" must be an integer') from None

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in {"true", "1", "yes"}

    def json(self, name: str) -> object:
        """None where it is absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def fields(self, name: str) -> dict[str, object]:
        """An object; empty where it is absent."""
        value = self.json(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise bad_request(f"can't parse {name}: object expected")
        return value


async def read_params(request: web.Request) -> Params:
    """Refuses JSON that is none."""
    values: dict[str, object] = dict(request.query)
    if request.content_type == "application/json":
        return Params(values | _object(await request.text()))
    form = await request.post()
    files: dict[str, File] = {}
    for name, value in form.items():
        if isinstance(value, web.FileField):
            files[name] = File(value.filename, value.file.read())
            value.file.close()
        else:
            values[name] = value
    return Params(values, files)


def _object(body: str) -> dict[str, object]:
    try:
        read = json.loads(body or "{}")
    except json.JSONDecodeError:
        raise bad_request("can't parse request: JSON object expected") from None
    if not isinstance(read, dict):
        raise bad_request("can't parse request: JSON object expected")
    return read
