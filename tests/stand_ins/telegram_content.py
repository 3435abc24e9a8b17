"""A message's text with its entities, from a method's parameters."""

from dataclasses import replace

from tests.stand_ins.telegram_errors import bad_request
from tests.stand_ins.telegram_params import Params
from tests.stand_ins.telegram_text import Entity, Formatted, made_live, read_html, tidied, utf16_length


def read_text(params: Params, name: str, *, limit: int, too_long: str) -> Formatted:
    """The text after entity parsing, with what becomes live by itself. May be empty."""
    raw, mode = params.text(name), params.text("parse_mode").lower()
    if mode not in {"", "html"}:
        raise bad_request("unsupported parse_mode")  # here; the real server reads Markdown too
    given = params.json("caption_entities" if name == "caption" else "entities")
    read = read_html(raw) if mode else tidied(Formatted(raw, _given_entities(given, raw)))
    if utf16_length(read.text) > limit:
        raise bad_request(too_long)
    return made_live(read)


def _given_entities(given: object, raw: str) -> tuple[Entity, ...]:
    if given is None:
        return ()
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    read = tuple(_given_entity(one) for one in given)
    end = utf16_length(raw)
    if any(one.offset < 0 or one.length < 1 or one.end > end for one in read):
        raise bad_request("ENTITY_BOUNDS_INVALID")
    return read


def _given_entity(given: dict[str, object]) -> Entity:
    kind, offset, length = given.get("type"), given.get("offset"), given.get("length")
    if not isinstance(kind, str) or not isinstance(offset, int) or not isinstance(length, int):
        raise bad_request("can't parse MessageEntity")
    url, user = given.get("url"), given.get("user")
    user_id = user.get("id") if isinstance(user, dict) else None
    entity = Entity(kind, offset, length, user_id=user_id)
    return replace(entity, url=url) if isinstance(url, str) else entity
