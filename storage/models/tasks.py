"""Tasks, what they wait for, and what stops them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Tenant, waiting_index
from storage.types import Id, Word
from storage.words import BlockerStatus, ReminderKind, TaskStatus


class Task(Tenant, Base):
    """A piece of work.

    `due_day` is a day in the owner's zone; `due_at` the instant when a time was given as well, meant in
    `due_zone`. Estimates and `left_hours` are working hours. `priority` is 0 (urgent) to 3 (low).
    """

    __tablename__ = "tasks"
    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        Index("ix_tasks_owner_id_status", "owner_id", "status"),
        Index("ix_tasks_project_id_status", "project_id", "status"),
    )

    project_id: Mapped[int] = mapped_column(Id, ForeignKey("projects.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    status: Mapped[TaskStatus] = mapped_column(Word(TaskStatus), default=TaskStatus.TODO)
    owner_id: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    creator_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"))
    acceptor_id: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    milestone_id: Mapped[int | None] = mapped_column(Id, ForeignKey("milestones.id"))
    due_day: Mapped[date | None]
    due_at: Mapped[datetime | None]
    due_zone: Mapped[str | None] = mapped_column(String(64))
    estimate_low: Mapped[float | None]
    estimate_high: Mapped[float | None]
    left_hours: Mapped[float | None]
    priority: Mapped[int] = mapped_column(default=2)
    tags: Mapped[str] = mapped_column(String(300), default="")  # " legal web ", so that one LIKE finds one
    reject_reason: Mapped[str | None]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]


class Dependency(Tenant, Base):
    """`task` can start only when `after` is finished, plus a lag in working days."""

    __tablename__ = "dependencies"
    __table_args__ = (UniqueConstraint("task_id", "after_id"), Index("ix_dependencies_after_id", "after_id"))

    project_id: Mapped[int] = mapped_column(Id, ForeignKey("projects.id"), index=True)
    task_id: Mapped[int] = mapped_column(Id, ForeignKey("tasks.id"))
    after_id: Mapped[int] = mapped_column(Id, ForeignKey("tasks.id"))
    lag_days: Mapped[int] = mapped_column(default=0)


class Note(Tenant, Base):
    """What somebody wrote about a task."""

    __tablename__ = "notes"
    __table_args__ = (Index("ix_notes_task_id", "task_id"),)

    task_id: Mapped[int] = mapped_column(Id, ForeignKey("tasks.id"))
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class Blocker(Tenant, Base):
    """What stops one or more tasks. Its owner can clear it: a person, or somebody `outside`."""

    __tablename__ = "blockers"
    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        Index("ix_blockers_project_id_status", "project_id", "status"),
        Index("ix_blockers_owner_id_status", "owner_id", "status"),
    )

    project_id: Mapped[int] = mapped_column(Id, ForeignKey("projects.id"))
    number: Mapped[int]
    reason: Mapped[str] = mapped_column(String(500))
    status: Mapped[BlockerStatus] = mapped_column(Word(BlockerStatus), default=BlockerStatus.OPEN)
    raiser_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"))
    owner_id: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    outside: Mapped[str] = mapped_column(String(100), default="")
    needed_by: Mapped[date | None]
    raised_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    taken_until: Mapped[date | None]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    resolution: Mapped[str | None] = mapped_column(String(500))


class BlockedTask(Tenant, Base):
    """A blocker stops this task."""

    __tablename__ = "blocked_tasks"
    __table_args__ = (UniqueConstraint("blocker_id", "task_id"), Index("ix_blocked_tasks_task_id", "task_id"))

    blocker_id: Mapped[int] = mapped_column(Id, ForeignKey("blockers.id"))
    task_id: Mapped[int] = mapped_column(Id, ForeignKey("tasks.id"))


class Escalation(Tenant, Base):
    """A blocker on its ladder: how many steps were taken, and when the next one is.

    While somebody clears it, `next_at` is the morning after the day they named. `needed_at` is when it is
    said that the day it was needed by has passed.
    """

    __tablename__ = "escalations"
    __table_args__ = (
        UniqueConstraint("blocker_id"),
        waiting_index("ix_escalations_next_at", "workspace_id", "next_at", where="next_at IS NOT NULL"),
        waiting_index("ix_escalations_needed_at", "workspace_id", "needed_at", where="needed_at IS NOT NULL"),
    )

    blocker_id: Mapped[int] = mapped_column(Id, ForeignKey("blockers.id"))
    level: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None]
    needed_at: Mapped[datetime | None]


class EscalationStep(Tenant, Base):
    """A step that was taken: who was told, and when; the trail that `why` shows.

    `held_until` is set while somebody is to be told once they work: how things stand then.
    """

    __tablename__ = "escalation_steps"
    __table_args__ = (
        Index("ix_escalation_steps_blocker_id", "blocker_id"),
        waiting_index(
            "ix_escalation_steps_held_until", "workspace_id", "held_until", where="held_until IS NOT NULL"
        ),
    )

    blocker_id: Mapped[int] = mapped_column(Id, ForeignKey("blockers.id"))
    level: Mapped[int]
    rung: Mapped[str] = mapped_column(String(24))
    person_id: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    at: Mapped[datetime]
    held_until: Mapped[datetime | None]


class Urge(Tenant, Base):
    """Somebody asked a person where a task or a blocker stands."""

    __tablename__ = "urges"
    __table_args__ = (
        Index("ix_urges_task_id", "task_id"),
        Index("ix_urges_blocker_id", "blocker_id"),
    )

    task_id: Mapped[int | None] = mapped_column(Id, ForeignKey("tasks.id"))
    blocker_id: Mapped[int | None] = mapped_column(Id, ForeignKey("blockers.id"))
    asker_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"))
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"))
    at: Mapped[datetime]


class Reminder(Tenant, Base):
    """An owner, or who stands in for them, will be reminded of a task."""

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("task_id", "kind"),
        waiting_index("ix_reminders_next_at", "workspace_id", "next_at", where="next_at IS NOT NULL"),
    )

    task_id: Mapped[int] = mapped_column(Id, ForeignKey("tasks.id"))
    kind: Mapped[ReminderKind] = mapped_column(Word(ReminderKind))
    next_at: Mapped[datetime | None]
    told_for: Mapped[datetime | None]  # the due moment that was reminded of: never a second time
