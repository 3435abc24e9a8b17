"""Messages on their way, what was posted, what was heard, and what is still open."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Numbered, Tenant, waiting_index
from storage.types import Id, Json, Moment, Word
from storage.words import DayKind, OutboxStatus, QuestionKind

WAITING = text("status = 'waiting'")
ARRIVED = text("ref IS NOT NULL")


class OutboxRow(Tenant, Base):
    """A message that was decided on. `installation_id` is its lane; `key` names the event it tells."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("workspace_id", "address", "key"),
        Index(
            "ix_outbox_waiting", "installation_id", "next_at", sqlite_where=WAITING, postgresql_where=WAITING
        ),
        Index("ix_outbox_topic", "workspace_id", "topic", "address"),
        Index("ix_outbox_ref", "installation_id", "ref", sqlite_where=ARRIVED, postgresql_where=ARRIVED),
    )

    installation_id: Mapped[int] = mapped_column(Id, ForeignKey("installations.id"))
    address: Mapped[str] = mapped_column(String(300))
    person_id: Mapped[int | None] = mapped_column(Id)
    key: Mapped[str] = mapped_column(String(120))
    topic: Mapped[str | None] = mapped_column(String(80))
    under: Mapped[str | None] = mapped_column(String(80))  # goes into the thread of this topic's post
    change_id: Mapped[int | None] = mapped_column(Id, index=True)
    message: Mapped[dict[str, Any]] = mapped_column(Json)
    language: Mapped[str] = mapped_column(String(10))
    zone: Mapped[str] = mapped_column(String(64))
    priority: Mapped[int]  # 0 answers, 1 what a person waits for, 2 the rest
    status: Mapped[OutboxStatus] = mapped_column(Word(OutboxStatus), default=OutboxStatus.WAITING)
    next_at: Mapped[datetime] = mapped_column(Moment)  # not before, then the next attempt
    not_after: Mapped[datetime | None]
    insists: Mapped[bool] = mapped_column(default=False)  # gets through although somebody said stop
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    ref: Mapped[str | None] = mapped_column(String(120))  # the post that it became, or that it changed


class Post(Tenant, Base):
    """Where a topic stands in a place, so that it can be edited and answered."""

    __tablename__ = "posts"
    __table_args__ = (
        UniqueConstraint("installation_id", "topic", "address"),
        Index("ix_posts_installation_id_ref", "installation_id", "ref"),
    )

    installation_id: Mapped[int] = mapped_column(Id, ForeignKey("installations.id"))
    topic: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(300))
    ref: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]


class DeliveryKey(Numbered, Base):
    """A delivery that was worked off, so that the second time changes nothing."""

    __tablename__ = "delivery_keys"
    __table_args__ = (UniqueConstraint("key"),)

    key: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Moment, index=True)


class Question(Tenant, Base):
    """Something a person was asked and has not answered: a choice, a form field, today's stand-up."""

    __tablename__ = "questions"
    __table_args__ = (Index("ix_questions_person_id", "person_id"),)

    person_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"))
    kind: Mapped[QuestionKind] = mapped_column(Word(QuestionKind))
    address: Mapped[str] = mapped_column(String(300))
    body: Mapped[dict[str, Any]] = mapped_column(Json)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class Upload(Tenant, Base):
    """A file that somebody sent, which lies on its platform: `ref` is how it is fetched from there.

    `due_at` is when it is fetched next, None where it is for nothing, or was read; `project_id` and
    `unmarked` are what it was said to be for: days of that kind, where the file says no other.
    """

    __tablename__ = "uploads"
    __table_args__ = (
        Index("ix_uploads_person_id", "person_id"),
        waiting_index("ix_uploads_due_at", "due_at", where="due_at IS NOT NULL"),
    )

    installation_id: Mapped[int] = mapped_column(Id, ForeignKey("installations.id"))
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"))
    origin: Mapped[str] = mapped_column(String(200), default="")  # "slack/C123": where it was sent
    ref: Mapped[str]
    name: Mapped[str] = mapped_column(String(100), default="")
    size: Mapped[int] = mapped_column(Id, default=0)  # bytes; 0: not told
    media: Mapped[str] = mapped_column(String(100), default="")
    sent_at: Mapped[datetime]
    project_id: Mapped[int | None] = mapped_column(Id, ForeignKey("projects.id"))
    unmarked: Mapped[DayKind] = mapped_column(Word(DayKind), default=DayKind.OFF)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None]


class Lease(Base):
    """A part that one process at a time may play: a lane, a poll."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    holder: Mapped[str] = mapped_column(String(60))
    until: Mapped[datetime]


class Offset(Base):
    """How far a stream of updates was worked off."""

    __tablename__ = "offsets"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    value: Mapped[int] = mapped_column(Id)
