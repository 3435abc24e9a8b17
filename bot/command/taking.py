"""A command's parameters, taken off the words behind it: objects first, then options from both ends."""

from typing import Any

from bot.command.courtesy import plain_end, plain_start, unquoted
from bot.command.errors import Leftover, Missing
from bot.command.request import Request, with_names
from bot.command.spec import Parameter, Spec, Taken
from bot.errors import UserError

PARTED = " \t\r\n,，、;；"  # what may part options from a text
MOST_OPTIONS = 16  # of one line; what stands behind them is text
NEAR_AN_END = 400  # characters from either end of a line in which options are looked for


async def values(spec: Spec, text: str, request: Request) -> dict[str, Any]:
    """Read a command's parameters from the words behind it.

    Raises:
        UserError: one is missing, can't be read, or words are left over.
    """
    text = plain_end(plain_start(text), keeps_particles=spec.text is not None)
    read, rest = await _objects(spec, text, request)
    rest = await _all_options(spec, rest, read, request)
    if spec.text is not None:
        rest = plain_end(rest, keeps_particles=True)
        if rest:
            read[spec.text.name] = with_names(unquoted(rest), request)
        elif spec.text.required:
            raise Missing(spec, spec.text, language=request.reading.language)
    elif rest:
        raise Leftover(spec, rest, language=request.reading.language)
    return read


async def _objects(spec: Spec, text: str, request: Request) -> tuple[dict[str, Any], str]:
    values: dict[str, Any] = {}
    rest = text.strip()
    request.objects, request.options = (), {}
    for one in spec.objects:
        assert one.kind is not None  # noqa: S101 - objects have a kind
        taken = await one.kind.front(rest, request, one.marker) if rest else None
        if taken is not None:
            values[one.name], rest = taken.value, plain_start(taken.rest)
            request.objects += things(taken.value)
        elif one.required:
            language = request.reading.language
            if rest and spec.text is None:
                raise Leftover(spec, rest, language=language)
            raise Missing(spec, one, rest, language=language)
    return values, rest


async def _all_options(spec: Spec, text: str, values: dict[str, Any], request: Request) -> str:
    """Take the options; anew, where working days were counted before it was read whose."""
    objects, request.options, request.counted_before = dict(values), values, None
    rest = await _options(spec, text, values, request)
    if request.counted_before is None or "owner" not in values.keys() - request.counted_before:
        return rest
    request.options = dict(values)
    values.clear()
    values.update(objects)
    return await _options(spec, text, values, request)


async def _options(spec: Spec, text: str, values: dict[str, Any], request: Request) -> str:
    """Take options off both ends until nothing more reads; return what is left."""
    rest = text.strip()
    for _ in range(MOST_OPTIONS):
        if not rest or unquoted(rest) != rest.strip():
            break
        taken = await _one_option(spec, rest, values, request)
        if taken is None:
            break
        rest = taken.strip(PARTED)
    return rest


async def _one_option(spec: Spec, rest: str, values: dict[str, Any], request: Request) -> str | None:
    for one in spec.options:
        if one.kind is None or (one.name in values and not one.many):
            continue
        taken = await _at_an_end(one, rest, request)
        if taken is None:
            continue
        if spec.text is not None and spec.text.required and not taken.rest.strip(PARTED):
            continue  # what would leave no text is the text
        values[one.name] = (*values.get(one.name, ()), *taken.value) if one.many else taken.value
        return taken.rest
    return None


async def field(one: Parameter, text: str, request: Request) -> Any:  # noqa: ANN401 - each its type
    if one.kind is None:
        return text
    try:
        return await one.kind.whole(text, request)
    except UserError as error:
        error.field = one.name
        raise


async def _at_an_end(one: Parameter, text: str, request: Request) -> Taken | None:
    """Read an option off the end, or else off the front; of a long line only both ends are looked at."""
    if one.kind is None:
        return None
    tail, head = text[-NEAR_AN_END:], text[:NEAR_AN_END]
    taken = await one.kind.back(tail, request, one.marker)
    if taken is not None and (taken.rest.strip() or tail == text):
        return Taken(taken.value, text[: len(text) - len(tail)] + taken.rest)
    taken = await one.kind.front(head, request, one.marker)
    return taken and Taken(taken.value, taken.rest + text[len(head) :])


def things(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)
