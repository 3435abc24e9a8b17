"""Stand-ups: the schedule, who sits in it, one day of it, one person's part."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Tenant, waiting_index
from storage.types import Id, Json, Word
from storage.words import AnswerStatus


class Standup(Tenant, Base):
    """A schedule with questions; `recurrence` says on which local days, `at` when in each person's zone.

    `recurrence` is that of bot.when as JSON, with the day from which intervals count as `anchor`.
    """

    __tablename__ = "standups"
    __table_args__ = (Index("ix_standups_project_id", "project_id"),)

    project_id: Mapped[int] = mapped_column(Id, ForeignKey("projects.id"))
    name: Mapped[str] = mapped_column(String(100), default="")
    at: Mapped[time]
    recurrence: Mapped[dict[str, Any]] = mapped_column(Json)
    questions: Mapped[list[Any]] = mapped_column(Json)  # empty: the one question of the morning message
    summary_at: Mapped[time]  # in the lead's zone
    everybody: Mapped[bool] = mapped_column(default=True)  # who joins the project joins the stand-up
    stopped_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Seat(Tenant, Base):
    """One person in one stand-up. `next_at`: their next prompt; `skip_on`: not on this local day."""

    __tablename__ = "seats"
    __table_args__ = (
        UniqueConstraint("standup_id", "person_id"),
        Index("ix_seats_person_id", "person_id"),
        waiting_index("ix_seats_next_at", "workspace_id", "next_at", where="next_at IS NOT NULL"),
    )

    standup_id: Mapped[int] = mapped_column(Id, ForeignKey("standups.id"))
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"))
    next_at: Mapped[datetime | None]
    skip_on: Mapped[date | None]


class Day(Tenant, Base):
    """A person's morning message of one local date: sent at most once."""

    __tablename__ = "days"
    __table_args__ = (UniqueConstraint("person_id", "local_date"),)

    person_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"))
    local_date: Mapped[date]
    opened_at: Mapped[datetime]


class Run(Tenant, Base):
    """One day of a stand-up. `next_at` is when its summary is posted, or posted again."""

    __tablename__ = "runs"
    __table_args__ = (
        UniqueConstraint("standup_id", "local_date"),
        waiting_index("ix_runs_next_at", "workspace_id", "next_at", where="next_at IS NOT NULL"),
    )

    standup_id: Mapped[int] = mapped_column(Id, ForeignKey("standups.id"))
    project_id: Mapped[int] = mapped_column(Id, ForeignKey("projects.id"))
    local_date: Mapped[date]
    opened_at: Mapped[datetime]
    next_at: Mapped[datetime | None]
    summed_at: Mapped[datetime | None]


class StandupAnswer(Tenant, Base):
    """One person's part of one run. `next_at` is the nudge, then the closing; `change_id` what it caused."""

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("run_id", "person_id"),
        Index("ix_answers_person_id", "person_id"),
        waiting_index("ix_answers_next_at", "workspace_id", "next_at", where="next_at IS NOT NULL"),
    )

    run_id: Mapped[int] = mapped_column(Id, ForeignKey("runs.id"))
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"))
    status: Mapped[AnswerStatus] = mapped_column(Word(AnswerStatus), default=AnswerStatus.ASKED)
    body: Mapped[str] = mapped_column(Text, default="")
    plan: Mapped[str] = mapped_column(Text, default="")  # what they mean to do, for tomorrow's "you planned"
    obstacle: Mapped[str] = mapped_column(
        Text, default=""
    )  # what is in their way and no task is named for yet
    said_in: Mapped[str] = mapped_column(
        String(120), default=""
    )  # the message it came with, which may be edited
    asked_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    nudged_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]
    change_id: Mapped[int | None] = mapped_column(Id)
