"""Workspaces, the people in them, and how they are reached."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Numbered, Tenant
from storage.types import Id, Word
from storage.words import Platform, Role


class Workspace(Numbered, Base):
    """The tenant: one organisation's data."""

    __tablename__ = "workspaces"

    name: Mapped[str]
    language: Mapped[str] = mapped_column(String(10), default="en")
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    created_at: Mapped[datetime]


class Installation(Tenant, Base):
    """One bot on one platform: a Slack team, a Telegram bot, the console."""

    __tablename__ = "installations"
    __table_args__ = (UniqueConstraint("platform", "external_id"),)

    platform: Mapped[Platform] = mapped_column(Word(Platform))
    external_id: Mapped[str] = mapped_column(String(64))
    bot_id: Mapped[str] = mapped_column(String(64), default="")
    bot_name: Mapped[str] = mapped_column(String(100), default="")


class Person(Tenant, Base):
    """The human behind one or more accounts."""

    __tablename__ = "people"
    __table_args__ = (
        Index(
            "ix_people_day_next_at",
            "day_next_at",
            sqlite_where=(_awaited := Text.NULLTYPE if False else None),
        )
        if False
        else Index("ix_people_workspace_name", "workspace_id", "name"),
    )

    name: Mapped[str] = mapped_column(String(100))
    zone: Mapped[str | None] = mapped_column(String(64))
    language: Mapped[str | None] = mapped_column(String(10))
    hours: Mapped[str | None] = mapped_column(String(100))
    weekdays: Mapped[str | None] = mapped_column(String(40))
    is_admin: Mapped[bool] = mapped_column(default=False)
    stopped_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Account(Tenant, Base):
    """One login on one platform."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("workspace_id", "platform", "external_id"),)
