"""The closed lists of words that rows hold."""

from enum import StrEnum


class Platform(StrEnum):
    """Where people talk to the bot."""

    SLACK = "slack"
    TELEGRAM = "telegram"
    CONSOLE = "console"


class Role(StrEnum):
    """What somebody is in a project; ordered by what they may do."""

    OBSERVER = "observer"
    MEMBER = "member"
    SPONSOR = "sponsor"
    LEAD = "lead"


class ProjectStatus(StrEnum):
    """Paused and closed projects ask, remind and warn nobody."""

    ACTIVE = "active"
    PAUSED = "paused"
    CLOSED = "closed"


class DayKind(StrEnum):
    """What a project's own day is, whatever the week says."""

    OFF = "off"
    WORK = "work"


class TaskStatus(StrEnum):
    """A task's own status; `blocked` is derived from open blockers and never stored."""

    TODO = "todo"
    DOING = "doing"
    REVIEW = "review"
    DONE = "done"
    CANCELLED = "cancelled"


class BlockerStatus(StrEnum):
    """Open: nobody has it. Taken: somebody clears it. Withdrawn: it was raised by mistake."""

    OPEN = "open"
    TAKEN = "taken"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"


class MilestoneStatus(StrEnum):
    """A milestone is met when its tasks are done."""

    OPEN = "open"
    MET = "met"
    DROPPED = "dropped"


class Rung(StrEnum):
    """Whom a level of a ladder speaks to."""

    OWNER = "owner"
    LEAD = "lead"
    SPONSOR = "sponsor"
    CHANNEL = "channel"


class EventKind(StrEnum):
    """What happened to a row."""

    CREATED = "created"
    CHANGED = "changed"
    REMOVED = "removed"


class OutboxStatus(StrEnum):
    """Where a decided message is on its way."""

    WAITING = "waiting"
    PARKED = "parked"  # nobody can be reached there now; waits for a sign of life
    SENT = "sent"
    DEAD = "dead"  # refused for good; shown by `doctor`
    DROPPED = "dropped"  # withdrawn, replaced or out of date


class AnswerStatus(StrEnum):
    """One person's part in one run of a stand-up."""

    ASKED = "asked"
    ANSWERED = "answered"
    LATE = "late"  # answered after it closed
    SKIPPED = "skipped"
    MISSED = "missed"
    AWAY = "away"


class QuestionKind(StrEnum):
    """What an open question wants of the person it was put to."""

    CHOICE = "choice"  # one of several whole commands: `choose 31 1`
    FORM = "form"  # a form asked field by field
    STANDUP = "standup"  # today's stand-up answer


class ReminderKind(StrEnum):
    """Why an owner is reminded."""

    DUE_SOON = "due_soon"  # a due time comes within the working hour
    COVERED = "covered"  # likewise, told who stands in for an owner who is away then
