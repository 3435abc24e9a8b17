"""The tables, a file a subject."""

from storage.models.base import Base
from storage.models.history import Change, Event
from storage.models.messages import DeliveryKey, Lease, Offset, OutboxRow, Post, Question, Upload
from storage.models.people import (
    Account,
    Grant,
    Installation,
    Invite,
    Leave,
    LinkCode,
    Person,
    Stranger,
    Workspace,
)
from storage.models.projects import Channel, LadderStep, Member, Milestone, Project, ProjectDay, SlipWarning
from storage.models.standups import Day, Run, Seat, Standup, StandupAnswer
from storage.models.tasks import (
    BlockedTask,
    Blocker,
    Dependency,
    Escalation,
    EscalationStep,
    Note,
    Reminder,
    Task,
    Urge,
)

__all__ = [
    "Account", "Base", "BlockedTask", "Blocker", "Change", "Channel", "Day", "DeliveryKey",
    "Dependency", "Escalation", "EscalationStep", "Event", "Grant", "Installation", "Invite", "LadderStep",
    "Lease", "Leave", "LinkCode", "Member", "Milestone", "Note", "Offset", "OutboxRow", "Person",
    "Post", "Project", "ProjectDay", "Question", "Reminder", "Run", "Seat", "SlipWarning", "Standup",
    "StandupAnswer", "Stranger", "Task", "Upload", "Urge", "Workspace",
]  # fmt: skip
