"""What is said of a file that somebody sent."""

from collections.abc import Sequence

from bot.message import Bold, Line, Message, counted, line
from bot.views import calendars
from bot.views.tasks import undo
from storage.models import Project, ProjectDay, Upload
from storage.words import DayKind


def topic(upload: Upload) -> str:
    """What is said of a file stands in one message."""
    return f"upload/{upload.id}"


def reading(upload: Upload, project: Project) -> Message:
    """Return what stands there until the file was read."""
    said = line("Reading {file} for {project} …", file=upload.name or "…", project=Bold(project.name))
    return Message((said,)).about(topic(upload))


def taken(upload: Upload, project: Project, days: Sequence[ProjectDay]) -> Message:
    """Return which days a project was given by a file."""
    read = counted("{file}: {n} day was read.", "{file}: {n} days were read.", len(days), file=upload.name)
    lines: list[Line] = [Line((read,))]
    for kind in DayKind:
        of_kind = [one for one in days if one.kind is kind]
        lines.extend(calendars.kept(project, of_kind).lines if of_kind else ())
    return Message(tuple(lines)).about(topic(upload)).offering(undo())
