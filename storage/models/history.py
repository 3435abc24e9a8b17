"""Who changed what, when, from where."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Tenant
from storage.types import Id, Json, Word
from storage.words import EventKind


class Change(Tenant, Base):
    """One unit of work that changed something: a command, a button, an answer, a duty (`actor_id` None)."""

    __tablename__ = "changes"
    __table_args__ = (Index("ix_changes_actor_id_id", "actor_id", "id"),)

    actor_id: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    at: Mapped[datetime]
    origin: Mapped[str] = mapped_column(String(200), default="")  # "slack/C123": where it was said
    command: Mapped[str] = mapped_column(String(60), default="")
    undone_by: Mapped[int | None] = mapped_column(Id)
    undoes: Mapped[int | None] = mapped_column(Id)


class Event(Tenant, Base):
    """One row's part in a change; `before` and `after` hold the columns that changed."""

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_change_id", "change_id"),
        Index("ix_events_entity_entity_id", "entity", "entity_id"),
        Index("ix_events_project_id_id", "project_id", "id"),
    )

    change_id: Mapped[int] = mapped_column(Id, ForeignKey("changes.id"))
    kind: Mapped[EventKind] = mapped_column(Word(EventKind))
    entity: Mapped[str] = mapped_column(String(30))
    entity_id: Mapped[int] = mapped_column(Id)
    project_id: Mapped[int | None] = mapped_column(Id)
    before: Mapped[dict[str, Any]] = mapped_column(Json)
    after: Mapped[dict[str, Any]] = mapped_column(Json)
