"""What was decided to be said in a unit of work: to whom, how soon, and where they are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.message import Message, note, to_json
from bot.outgoing import Address
from storage.models import Channel, Person, Project
from storage.outbox import REFRESH
from storage.words import OutboxStatus


class Urgency(StrEnum):
    """How soon a message should leave when there is a queue."""

    ANSWER = "answer"
    AWAITED = "awaited"
    REST = "rest"


PRIORITY = {Urgency.ANSWER: 0, Urgency.AWAITED: 1, Urgency.REST: 2}


@dataclass(frozen=True, slots=True)
class Here:
    """A place of the installation that was spoken to, with its reader."""

    installation_id: int
    address: Address
    language: str
    zone: str
    person_id: int | None = None


To = Person | Channel | Project | Here


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that was decided on in this unit."""

    to: To
    message: Message
    key: str
    under: str | None
    urgency: Urgency
    not_before: datetime | None
    not_after: datetime | None
    insists: bool
    anew: bool


def arrived(place: Here, message: Message, workspace_id: int, key: str, at: datetime) -> dict[str, Any]:
    """What went back on an acknowledgement, as a row of the outbox: what it offers may be typed later."""
    return {
        "workspace_id": workspace_id,
        "installation_id": place.installation_id,
        "address": place.address.text(),
        "person_id": place.person_id,
        "key": key,
        "ref": key,
        "message": to_json(message),
        "language": place.language,
        "zone": place.zone,
        "priority": PRIORITY[Urgency.ANSWER],
        "status": OutboxStatus.SENT,
        "next_at": at,
        "created_at": at,
        "sent_at": at,
    }


def is_closed(letter: Letter) -> bool:
    """Whether it is for somebody who has left, or wants to hear nothing."""
    to = letter.to
    if not isinstance(to, Person):
        return False
    return to.gone_at is not None or (to.stopped_at is not None and not letter.insists)


def last_of_each_topic(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was said of a topic to the same place before, in the same unit, is said no more."""
    last = {(row["topic"], row["address"]): number for number, row in enumerate(rows)}
    return [
        row
        for number, row in enumerate(rows)
        if not row["topic"] or last[row["topic"], row["address"]] == number
    ]


def further_down(row: dict[str, Any], message: Message, topic: str) -> dict[str, Any]:
    """What the older post of a topic says, now under a topic of its own, once `row` shows it anew."""
    title = tuple(replace(one, sign="") for one in message.lines[:1])
    behind = Message((*title, note("It stands further down now.")), topic=topic)
    return {**row, "key": f"{REFRESH}{topic}", "topic": topic, "under": None, "message": to_json(behind)}
