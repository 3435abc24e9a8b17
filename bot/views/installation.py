"""What whoever installs it reads on the command line."""

from collections.abc import Iterator, Sequence

from bot.config import Settings, held
from bot.message import Bold, Day, Line, Phrase, Series, line, phrase
from bot.variables import GROUPS
from bot.views.calendars import DayOff
from storage.backups import BackupRefused, Refusal
from storage.models import Project


def listing(made: Settings) -> Iterator[Line]:
    """Return all settings, what each means and what holds now; secrets are not shown."""
    for group in GROUPS:
        if group is not GROUPS[0]:
            yield line("")
        yield Line((group.title,))
        for variable in group.variables:
            yield line("  {name} = {value}", name=Bold(variable.name), value=held(variable, made))
            yield line("      {meaning}", meaning=variable.meaning)


def taken(project: Project, days: Sequence[DayOff]) -> Iterator[Line]:
    """Return which days a project was given."""
    off = [Day(one.day) for one in days if one.is_off]
    worked = [Day(one.day) for one in days if not one.is_off]
    if off:
        yield line("{project} is off on {days}.", project=Bold(project.name), days=Series(tuple(off)))
    if worked:
        yield line("{project} works on {days}.", project=Bold(project.name), days=Series(tuple(worked)))


def not_copied(refused: BackupRefused) -> Phrase:
    """Return why a database was not copied, or not put back, and what to do."""
    file, to, detail = str(refused.file), str(refused.to), refused.detail
    match refused.why:
        case Refusal.NO_DATABASE:
            return phrase(
                "There is no database at {file}: nothing was copied. Check DATABASE_URL.", file=file
            )
        case Refusal.TAKEN:
            return phrase("{file} is there already, and was left as it is: name another file.", file=file)
        case Refusal.NOT_COPIED:
            return phrase(
                "{file} could not be copied to {to} ({detail}): nothing was kept.",
                file=file,
                to=to,
                detail=detail,
            )
        case Refusal.NO_COPY:
            return phrase("There is no file {file}: nothing was changed.", file=file)
        case Refusal.NOT_WHOLE:
            return phrase(
                "{file} is no whole backup ({detail}): nothing was changed.", file=file, detail=detail
            )
        case Refusal.IN_USE:
            return phrase("{file} is in use: stop Drumbeat first. Nothing was changed.", file=file)
