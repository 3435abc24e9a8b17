"""Workspaces, the people in them, and how they are reached."""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Numbered, Tenant, waiting_index
from storage.types import Id, Word
from storage.words import Platform, Role


class Workspace(Numbered, Base):
    """The tenant: one organisation's data."""

    __tablename__ = "workspaces"

    name: Mapped[str]
    language: Mapped[str] = mapped_column(String(10), default="en")
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    admin_code: Mapped[str | None] = mapped_column(String(64))  # a hash; until somebody has sent it
    created_at: Mapped[datetime]


class Grant(Numbered, Base):
    """What a platform let us have by OAuth: the token of one team, or of an organisation with many.

    It is of no workspace, because an organisation's opens several: it holds no data but the key to it.
    `token` is sealed, and gone when the platform says that it is dead. `installer_id`: who installed us.
    """

    __tablename__ = "grants"
    __table_args__ = (UniqueConstraint("platform", "external_id"),)

    platform: Mapped[Platform] = mapped_column(Word(Platform))
    external_id: Mapped[str] = mapped_column(String(64))  # the team's, or the organisation's
    is_of_organisation: Mapped[bool] = mapped_column(default=False)
    enterprise_id: Mapped[str] = mapped_column(String(64), default="")
    name: Mapped[str] = mapped_column(String(100), default="")
    token: Mapped[str | None] = mapped_column(Text)
    bot_id: Mapped[str] = mapped_column(String(64), default="")
    scopes: Mapped[str] = mapped_column(Text, default="")
    installer_id: Mapped[str] = mapped_column(String(64), default="")
    granted_at: Mapped[datetime]

    @property
    def purpose(self) -> str:
        """What the token is sealed for."""
        return f"{self.platform}/{self.external_id}"


class Installation(Tenant, Base):
    """One bot on one platform: a Slack team, a Telegram bot, the console.

    Its token is that of its grant; without one, it comes from the settings.
    `refused_at`: the platform has not taken its token since, and admins were told.
    """

    __tablename__ = "installations"
    __table_args__ = (UniqueConstraint("platform", "external_id"),)

    grant_id: Mapped[int | None] = mapped_column(Id, ForeignKey("grants.id"), index=True)

    platform: Mapped[Platform] = mapped_column(Word(Platform))
    external_id: Mapped[str] = mapped_column(String(64))
    bot_id: Mapped[str] = mapped_column(String(64), default="")
    bot_name: Mapped[str] = mapped_column(String(100), default="")
    stopped_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]


class Person(Tenant, Base):
    """The human behind one or more accounts.

    `hours` is text such as "9:00-12:00 13:00-18:00", `weekdays` ISO numbers such as "12345"; None in zone,
    hours and weekdays stands for the project's or the default ones. `region` is the country of their public
    holidays, such as "DE-BY"; "none" for none, None for the project's. `asks_at` is their own time of the
    daily question. `next_at` is when their day is opened next. `introduced_at` is when they were told who
    added them to what; prompts come from `asks_from` on. `zone_asked_at` is when they were asked for their
    zone. `chosen` are the columns that they set themselves, such as "name zone": the platform's stay out.
    """

    __tablename__ = "people"
    __table_args__ = (
        Index("ix_people_workspace_id_name", "workspace_id", "name"),
        waiting_index("ix_people_next_at", "workspace_id", "next_at", where="next_at IS NOT NULL"),
    )

    name: Mapped[str] = mapped_column(String(100))
    zone: Mapped[str | None] = mapped_column(String(64))
    language: Mapped[str | None] = mapped_column(String(10))
    date_order: Mapped[str | None] = mapped_column(String(3))
    next_weekday: Mapped[str | None] = mapped_column(String(10))
    hours: Mapped[str | None] = mapped_column(String(100))
    weekdays: Mapped[str | None] = mapped_column(String(7))
    region: Mapped[str | None] = mapped_column(String(12))
    chosen: Mapped[str] = mapped_column(String(60), default="")
    asks_at: Mapped[time | None]
    via: Mapped[Platform | None] = mapped_column(Word(Platform))  # where they want to be written to first
    is_admin: Mapped[bool] = mapped_column(default=False)
    in_channel: Mapped[bool] = mapped_column(default=False)  # wants the daily question in the channel instead
    stopped_at: Mapped[datetime | None]
    gone_at: Mapped[datetime | None]
    introduced_at: Mapped[datetime | None]
    asks_from: Mapped[datetime | None]
    zone_asked_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Account(Tenant, Base):
    """One login on one platform. `handle` is what others type after `@`.

    `call_at` is when somebody unreachable there, for whom something waits, is called in their group next.
    `is_second`: it was linked later, and its profile tells of its person only what nobody knows yet.
    """

    __tablename__ = "accounts"
    __table_args__ = (
        UniqueConstraint("installation_id", "external_id"),
        Index("ix_accounts_person_id", "person_id"),
        Index("ix_accounts_installation_id_handle", "installation_id", "handle"),
        waiting_index("ix_accounts_home_seen_at", "workspace_id", where="home_seen_at IS NOT NULL"),
        waiting_index("ix_accounts_home_due_at", "home_due_at", where="home_due_at IS NOT NULL"),
        waiting_index("ix_accounts_call_at", "call_at", where="call_at IS NOT NULL"),
    )

    installation_id: Mapped[int] = mapped_column(Id, ForeignKey("installations.id"))
    platform: Mapped[Platform] = mapped_column(Word(Platform))
    external_id: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"))
    handle: Mapped[str] = mapped_column(String(100), default="")
    is_reachable: Mapped[bool] = mapped_column(default=True)
    is_outsider: Mapped[bool] = mapped_column(default=False)
    is_second: Mapped[bool] = mapped_column(default=False)
    home_seen_at: Mapped[datetime | None]
    home_due_at: Mapped[datetime | None]
    profile_due_at: Mapped[datetime | None]  # a duty fetches name, zone and language
    call_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Stranger(Tenant, Base):
    """Somebody, or a channel, that nobody has let in: one sentence a day, and nothing else happens."""

    __tablename__ = "strangers"
    __table_args__ = (UniqueConstraint("installation_id", "external_id"),)

    installation_id: Mapped[int] = mapped_column(Id, ForeignKey("installations.id"))
    external_id: Mapped[str] = mapped_column(String(64))
    told_on: Mapped[date]


class Invite(Tenant, Base):
    """A code that lets one person into a project, once; the code itself is kept only as a hash.

    `open_code` is that of an invitation that a whole group sees: anybody joins by it until it expires. It
    is kept as it is, to be shown again when the post is edited.
    """

    __tablename__ = "invites"
    __table_args__ = (UniqueConstraint("code"),)

    code: Mapped[str] = mapped_column(String(64))
    project_id: Mapped[int | None] = mapped_column(Id, ForeignKey("projects.id"))
    role: Mapped[Role] = mapped_column(Word(Role), default=Role.MEMBER)
    created_by: Mapped[int] = mapped_column(Id, ForeignKey("people.id"))
    expires_at: Mapped[datetime]
    used_by: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    used_at: Mapped[datetime | None]
    open_code: Mapped[str | None] = mapped_column(String(40))
    channel_id: Mapped[int | None] = mapped_column(Id, ForeignKey("channels.id"))


class Leave(Tenant, Base):
    """Days on which a person is away; `first_half` and `last_half` say "am" or "pm" for half days."""

    __tablename__ = "leaves"
    __table_args__ = (
        Index("ix_leaves_person_id_last", "person_id", "last"),
        Index("ix_leaves_cover_id_last", "cover_id", "last"),
    )

    person_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"))
    first: Mapped[date]
    last: Mapped[date]
    first_half: Mapped[str | None] = mapped_column(String(2))
    last_half: Mapped[str | None] = mapped_column(String(2))
    cover_id: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    created_at: Mapped[datetime]


class LinkCode(Tenant, Base):
    """A code by which somebody shows on another platform who they are, once; kept only as a hash.

    `asked_by` is the person there who sent it and has still to say yes.
    """

    __tablename__ = "link_codes"
    __table_args__ = (UniqueConstraint("code"),)

    code: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"))
    asked_by: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
