"""What a unit of work has asked it need not ask again, as long as nothing is written.

One command asks for the same members, leave and dependencies several times, each time for another reader or
rule; every time costs SQLAlchemy more than SQLite. Answers are kept in the session, and forgotten with every
flush, every writing statement, every lock and every rollback.
"""

from collections.abc import Callable, Coroutine, KeysView
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import ORMExecuteState, Session

Asked = ParamSpec("Asked")
Told = TypeVar("Told")

_KEPT = "remembered"


class Unit(Session):
    """The session of one unit of work."""


def once(
    query: Callable[Concatenate[AsyncSession, Asked], Coroutine[Any, Any, Told]],
) -> Callable[Concatenate[AsyncSession, Asked], Coroutine[Any, Any, Told]]:
    """Return a query that is asked once; its answers are lists, dicts or values that nobody changes."""

    @wraps(query)
    async def asked(session: AsyncSession, *args: Asked.args, **named: Asked.kwargs) -> Told:
        key = (query, *map(_fixed, args), *((name, _fixed(one)) for name, one in named.items()))
        kept: dict[Any, Any] = session.info.setdefault(_KEPT, {})
        if key not in kept:
            kept[key] = await query(session, *args, **named)
        found: Told = _copied(kept[key])
        return found

    return cast("Callable[Concatenate[AsyncSession, Asked], Coroutine[Any, Any, Told]]", asked)


def forget(session: AsyncSession) -> None:
    """Ask everything anew: others may have written since."""
    session.info.pop(_KEPT, None)


def _fixed(value: Any) -> Any:  # noqa: ANN401 - arguments of all types
    match value:
        case list():
            return tuple(value)
        case set():
            return frozenset(value)
        case KeysView():
            return tuple(value)
        case _:
            return value


def _copied(value: Any) -> Any:  # noqa: ANN401 - answers of all types
    match value:
        case list():
            return list(value)
        case dict():
            return dict(value)
        case _:
            return value


@event.listens_for(Unit, "after_flush")
def _flushed(session: Session, _context: Any) -> None:  # noqa: ANN401 - SQLAlchemy's
    session.info.pop(_KEPT, None)


@event.listens_for(Unit, "after_soft_rollback")
def _rolled_back(session: Session, _transaction: Any) -> None:  # noqa: ANN401 - SQLAlchemy's
    session.info.pop(_KEPT, None)


@event.listens_for(Unit, "do_orm_execute")
def _wrote(state: ORMExecuteState) -> None:
    if not state.is_select:
        state.session.info.pop(_KEPT, None)
