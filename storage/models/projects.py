"""Projects, who is in them and where they live in chat."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Tenant, waiting_index
from storage.types import Id, Word
from storage.words import DayKind, MilestoneStatus, Platform, ProjectStatus, Role, Rung


class Project(Tenant, Base):
    """A goal with a team and a plan. `next_number` is the number line that all its things share.

    `forecast_at` is when its milestones are computed next; `warns_openly_from` when warnings go to the
    channel as well as to the lead.
    """

    __tablename__ = "projects"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        waiting_index("ix_projects_forecast_at", "forecast_at", where="forecast_at IS NOT NULL"),
    )

    key: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(100))
    zone: Mapped[str] = mapped_column(String(64))
    language: Mapped[str | None] = mapped_column(String(10))
    hours: Mapped[str | None] = mapped_column(String(100))
    weekdays: Mapped[str | None] = mapped_column(String(7))
    region: Mapped[str | None] = mapped_column(String(12))  # of its public holidays: "CN", "DE-BY"
    status: Mapped[ProjectStatus] = mapped_column(Word(ProjectStatus), default=ProjectStatus.ACTIVE)
    next_number: Mapped[int] = mapped_column(default=1)
    accepts_by: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    forecast_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class ProjectDay(Tenant, Base):
    """A day on which a project does not work, or works all the same, whatever week and holidays say."""

    __tablename__ = "project_days"
    __table_args__ = (UniqueConstraint("project_id", "day"),)

    project_id: Mapped[int] = mapped_column(Id, ForeignKey("projects.id"))
    day: Mapped[date]
    kind: Mapped[DayKind] = mapped_column(Word(DayKind))
    name: Mapped[str] = mapped_column(String(100), default="")


class Member(Tenant, Base):
    """A person in a project."""

    __tablename__ = "members"
    __table_args__ = (UniqueConstraint("project_id", "person_id"), Index("ix_members_person_id", "person_id"))

    project_id: Mapped[int] = mapped_column(Id, ForeignKey("projects.id"))
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"))
    role: Mapped[Role] = mapped_column(Word(Role), default=Role.MEMBER)
    added_by: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    last_used_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Channel(Tenant, Base):
    """A place in chat; bound to a project, or known and not bound. `thread` is a topic within it.

    `roster_due_at`: who is in it is asked of the platform then, and put into the project; `headcount` is how
    many it told, where it does not tell who. `language`: what is said there, where it is another than the
    project's.
    """

    __tablename__ = "channels"
    __table_args__ = (
        UniqueConstraint("installation_id", "external_id", "thread"),
        Index("ix_channels_project_id", "project_id"),
    )

    installation_id: Mapped[int] = mapped_column(Id, ForeignKey("installations.id"))
    platform: Mapped[Platform] = mapped_column(Word(Platform))
    external_id: Mapped[str] = mapped_column(String(64))
    thread: Mapped[str] = mapped_column(String(64), default="")
    name: Mapped[str] = mapped_column(String(100), default="")
    is_private: Mapped[bool] = mapped_column(default=False)
    project_id: Mapped[int | None] = mapped_column(Id, ForeignKey("projects.id"))
    gone_at: Mapped[datetime | None]
    roster_due_at: Mapped[datetime | None]
    headcount: Mapped[int | None]
    language: Mapped[str | None] = mapped_column(String(10))
    created_at: Mapped[datetime]


class Milestone(Tenant, Base):
    """A date the project has promised; `forecast` is the day it is computed to be met."""

    __tablename__ = "milestones"
    __table_args__ = (Index("ix_milestones_project_id", "project_id"),)

    project_id: Mapped[int] = mapped_column(Id, ForeignKey("projects.id"))
    name: Mapped[str] = mapped_column(String(100))
    promised: Mapped[date]
    status: Mapped[MilestoneStatus] = mapped_column(Word(MilestoneStatus), default=MilestoneStatus.OPEN)
    forecast: Mapped[date | None]
    met_on: Mapped[date | None]
    move_reason: Mapped[str | None]
    created_at: Mapped[datetime]


class SlipWarning(Tenant, Base):
    """A milestone's open slippage warning: one at a time, edited while it changes, cleared at the end.

    What has one root is told in one post: `shown_in` is the warning whose post that is, often its own.
    """

    __tablename__ = "warnings"
    __table_args__ = (
        Index("ix_warnings_project_id", "project_id"),
        waiting_index("uq_warnings_open", "milestone_id", where="cleared_at IS NULL", unique=True),
    )

    project_id: Mapped[int] = mapped_column(Id, ForeignKey("projects.id"))
    milestone_id: Mapped[int] = mapped_column(Id, ForeignKey("milestones.id"))
    shown_in: Mapped[int | None] = mapped_column(Id)
    promised: Mapped[date]  # when it was last counted
    forecast: Mapped[date]
    slip_days: Mapped[int]
    worst_days: Mapped[int]  # the slip that was last said aloud
    cause: Mapped[str] = mapped_column(String(64), default="")  # a fingerprint: an edit only when it changes
    root_blocker_id: Mapped[int | None] = mapped_column(Id)
    root_task_id: Mapped[int | None] = mapped_column(Id)
    began_with_leads: Mapped[bool] = mapped_column(default=False)  # the channel did not hear of it at first
    raised_at: Mapped[datetime]
    cleared_at: Mapped[datetime | None]


class LadderStep(Tenant, Base):
    """One level of a project's own ladder; without any, the default ladder holds."""

    __tablename__ = "ladder_steps"
    __table_args__ = (UniqueConstraint("project_id", "level"),)

    project_id: Mapped[int] = mapped_column(Id, ForeignKey("projects.id"))
    level: Mapped[int]
    after_hours: Mapped[float]  # working hours after the blocker was raised
    rung: Mapped[Rung] = mapped_column(Word(Rung))
