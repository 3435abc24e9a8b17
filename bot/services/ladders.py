"""A project's ladder: its levels, read, shown and changed."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot import when
from bot.errors import NotAllowed, Refused
from bot.message import Code
from bot.services.people import rank
from bot.views.ladders import Level
from bot.work import Work
from bot.worktime import HOURS_A_DAY
from storage import blockers as rows
from storage import projects as project_rows
from storage.models import LadderStep, Person, Project
from storage.words import Role, Rung

DEFAULT = (Level(4.0, Rung.OWNER), Level(HOURS_A_DAY, Rung.LEAD))
MOST_LEVELS = 8
LONGEST_HOURS = 60 * HOURS_A_DAY  # who waits for three months is not helped by a level
EXAMPLE = "ladder 4h owner, 1d lead, 3d channel"
DEFAULTS = frozenset({"default", "reset", "默认", "恢复默认", "預設", "恢復預設"})
_SPOKEN_RUNGS = {
    "负责人": Rung.OWNER, "負責人": Rung.OWNER, "项目经理": Rung.LEAD, "專案經理": Rung.LEAD,
    "经理": Rung.LEAD, "經理": Rung.LEAD, "项目发起人": Rung.SPONSOR, "專案發起人": Rung.SPONSOR,
    "发起人": Rung.SPONSOR, "發起人": Rung.SPONSOR, "频道": Rung.CHANNEL, "頻道": Rung.CHANNEL,
    "群": Rung.CHANNEL, "群里": Rung.CHANNEL, "群組": Rung.CHANNEL,
}  # fmt: skip

_ABOUT = re.compile(r"\s*blockers?\s*[:：]?\s*", re.IGNORECASE)
_SPACED = re.compile(r"((?:小时|小時|天|周|週|日)[后後]?)")  # 1天项目经理
_BETWEEN = re.compile(r"\s*[,，;；、\n]\s*|\s+then\s+", re.IGNORECASE)


async def of(work: Work, project: Project) -> tuple[Level, ...]:
    """The levels of a project's ladder, lowest first."""
    own = await rows.ladder(work.session, project.id)
    return tuple(Level(one.after_hours, one.rung) for one in own) or DEFAULT


def level(ladder: Sequence[Level], number: int) -> Level:
    """The level of this number, from 1; above the last one its rung is spoken to daily."""
    if number < 1:
        return Level(0.0, Rung.OWNER)
    if number <= len(ladder):
        return ladder[number - 1]
    last = ladder[-1]
    return Level(last.after_hours + HOURS_A_DAY * (number - len(ladder)), last.rung)


async def change(work: Work, project: Project, text: str, *, by: Person) -> tuple[Level, ...]:
    """Give a project the ladder that the text says, or the default one.

    Raises:
        NotAllowed: only a lead changes it.
        Refused: the text says none.
    """
    await _must_lead(work, project, by)
    is_default = _ABOUT.sub("", text, count=1).strip().lower() in DEFAULTS
    wanted = DEFAULT if is_default else read(text)
    for old in await rows.ladder(work.session, project.id):
        await work.remove(old)
    await work.session.flush()
    for number, one in enumerate(() if is_default else wanted, start=1):
        step = LadderStep(
            workspace_id=work.workspace.id,
            project_id=project.id,
            level=number,
            after_hours=one.after_hours,
            rung=one.rung,
        )
        await work.add(step)
    return wanted


async def has_sponsor(work: Work, project: Project) -> bool:
    """Whether a level for the sponsor reaches somebody."""
    return bool(await project_rows.with_role(work.session, project.id, Role.SPONSOR))


async def _must_lead(work: Work, project: Project, by: Person) -> None:
    member = await project_rows.member(work.session, project.id, by.id)
    if by.is_admin or rank(member.role if member else None) >= rank(Role.LEAD):
        return
    leads = await project_rows.leads(work.session, project.id)
    if not leads:
        raise NotAllowed("The ladder is for the lead of {project}. Ask an admin.", project=project.name)
    text = "The ladder is for the lead of {project}. Ask {name}."
    raise NotAllowed(text, project=project.name, name=leads[0].name)


def read(text: str) -> tuple[Level, ...]:
    """Return the levels that `4h owner, 1d lead, 3d channel` says.

    Raises:
        Refused: a part can't be read, or the levels are not in order.
    """
    about = _ABOUT.match(text)
    parts = [one for one in _BETWEEN.split(text[about.end() :] if about else text) if one.strip()]
    if not parts or len(parts) > MOST_LEVELS:
        raise Refused(
            "A ladder has one to {n} levels: {example}", n=MOST_LEVELS, example=Code(EXAMPLE), field="text"
        )
    levels = tuple(_level(one.strip()) for one in parts)
    if any(one.after_hours >= following.after_hours for one, following in pairwise(levels)):
        raise Refused(
            "Each level comes later than the one before: {example}", example=Code(EXAMPLE), field="text"
        )
    return levels


def _level(part: str) -> Level:
    words = _SPACED.sub(r"\1 ", part.removeprefix("@")).split()
    word = words.pop(-1).lower() if words else ""
    rung = _SPOKEN_RUNGS.get(word) or (Rung(word) if word in set(Rung) else None)
    if rung is None:
        raise Refused(
            "“{text}” names nobody: owner, lead, sponsor or channel. For example: {example}",
            text=part[:40],
            example=Code(EXAMPLE),
            field="text",
        )
    said = [one for one in words if one.lower() not in {"after", "to", "the", "后", "後"}]
    duration = when.read_duration(" ".join(said)) if said else None
    if duration is None or not 0 < duration.high_hours <= LONGEST_HOURS:
        raise Refused(
            "After how long, in “{text}”? Working hours or days, up to 60 days: {example}",
            text=part[:40],
            example=Code(EXAMPLE),
            field="text",
        )
    return Level(duration.high_hours, rung)
