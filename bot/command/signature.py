"""A handler's signature as the parameters of its command."""

import inspect
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.command.spec import Kind, Marker, Parameter


def parameters_of(run: Callable[..., Any], kinds: Mapping[Any, Kind]) -> Iterator[Parameter]:
    """What a handler takes behind the request: a plain `str` is the text that is left."""
    hints = typing.get_type_hints(run, include_extras=True)
    for one in list(inspect.signature(run).parameters.values())[1:]:
        plain, marker = _plain_type(hints[one.name])
        is_option = one.kind is inspect.Parameter.KEYWORD_ONLY
        kind = None if plain is str else kinds[plain]
        required = one.default is inspect.Parameter.empty
        many = typing.get_origin(plain) is tuple and is_option
        yield Parameter(one.name, kind, required, is_option, many, marker)


def _plain_type(hint: Any) -> tuple[Any, Marker]:  # noqa: ANN401 - types are values here
    marker = Marker()
    if typing.get_origin(hint) is typing.Annotated:
        hint, *extras = typing.get_args(hint)
        marker = next((one for one in extras if isinstance(one, Marker)), marker)
    if isinstance(hint, types.UnionType) and type(None) in typing.get_args(hint):
        rest = tuple(one for one in typing.get_args(hint) if one is not type(None))
        hint = rest[0] if len(rest) == 1 else typing.Union[rest]  # noqa: UP007 - built at run time
    return hint, marker
