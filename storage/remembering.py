"""What a unit of work has asked it need not ask again, as long as nothing it was read from is written.

One command asks for the same members, leave and dependencies several times, each time for another reader or
rule; every time costs SQLAlchemy more than SQLite. Answers are kept in the session with the tables they were
read from, and forgotten when one of these is written, and with every rollback.
"""

from collections.abc import Callable, Coroutine, KeysView
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from storage.models.base import Base

Asked = ParamSpec("Asked")
Told = TypeVar("Told")
Query = Callable[Concatenate[AsyncSession, Asked], Coroutine[Any, Any, Told]]

_KEPT = "remembered"
_ROWS = "/rows"  # behind the name of a table: rows that come or go


class Unit(Session):
    """The session of one unit of work."""

    def execute(self, statement: Any, *args: Any, **named: Any) -> Any:  # noqa: ANN401 - SQLAlchemy's
        """Execute; what is written outside of the rows that the session holds makes answers old as well."""
        if not statement.is_select:
            table = getattr(statement, "table", None)
            written = None if table is None else {table.name} if statement.is_update else _both(table.name)
            _forget(self, written)
        return super().execute(statement, *args, **named)


def once(*tables: type[Base], is_settled: bool = False) -> Callable[[Query[Asked, Told]], Query[Asked, Told]]:
    """Make a query be asked once; its answers are lists, dicts or values that nobody changes.

    `tables` are all that it reads from. What is settled asks only by columns that never change of a row, and
    tells rows: it is as it was unless one comes or goes.
    """
    names = frozenset(one.__tablename__ + (_ROWS if is_settled else "") for one in tables)

    def made(query: Query[Asked, Told]) -> Query[Asked, Told]:
        @wraps(query)
        async def asked(session: AsyncSession, *args: Asked.args, **named: Asked.kwargs) -> Told:
            key = (query, *map(_fixed, args), *((name, _fixed(one)) for name, one in named.items()))
            kept: dict[Any, Any] = session.info.setdefault(_KEPT, {})
            if key not in kept:
                kept[key] = (names, await query(session, *args, **named))
            found: Told = _copied(kept[key][1])
            return found

        return cast("Query[Asked, Told]", asked)

    return made


def forget(session: AsyncSession) -> None:
    """Ask everything anew: others may have written since."""
    session.info.pop(_KEPT, None)


def _forget(session: Session, written: set[str] | None) -> None:
    """Forget what was read from these tables; None: from any."""
    kept = session.info.get(_KEPT, {})
    for key in [key for key, (names, _) in kept.items() if written is None or not names.isdisjoint(written)]:
        del kept[key]


def _both(table: str) -> set[str]:
    return {table, table + _ROWS}


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
    written = {one.__tablename__ for one in session.dirty}
    _forget(session, written.union(*(_both(one.__tablename__) for one in (*session.new, *session.deleted))))


@event.listens_for(Unit, "after_soft_rollback")
def _rolled_back(session: Session, _transaction: Any) -> None:  # noqa: ANN401 - SQLAlchemy's
    session.info.pop(_KEPT, None)
