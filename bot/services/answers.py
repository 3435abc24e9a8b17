"""Answers: by plain words, by form, by button; what they change, and what was understood of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.command import Request, with_names
from bot.errors import NotAllowed, NotFound, Refused
from bot.message import Line, Message
from bot.services import obstacles, outcomes
from bot.views import answers as views
from bot.views.runs import IN
from storage import standups as rows
from storage.models import Person, Project, Run, Standup, StandupAnswer
from storage.words import AnswerStatus

TAKEN_FOR = timedelta(hours=24)  # plain words in private answer the question for so long
LONGEST_ANSWER = 10_000  # characters that are kept
MOST_FIELDS = 10  # of a form

_ASKED_TOPIC = re.compile(r"asked/(\d+)(?:/nudge)?")
_RUN_TOPIC = re.compile(r"run/(\d+)")  # of the thread in which some are asked
_KEY = re.compile(r"\b([A-Z][A-Z0-9]{1,9})-\d{1,6}\b", re.IGNORECASE)


_ABOUT_OBSTACLES = re.compile(
    r"block|stuck|in (?:your|the) way|obstacle|impediment|problem|阻|障|卡|困难|困難|问题|問題", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody's part in one run; what was asked with one message is answered with one."""

    answer: StandupAnswer
    run: Run
    project: Project


async def hear(request: Request, text: str) -> Message | None:
    """Take plain words as the answer to what is open, in private or in reply to it; None if nothing is."""
    number = await _number_replied_to(request)
    if not text or (number is None and not request.is_direct):
        return None
    parts = await _replied_to(request, number) if number is not None else []
    if not parts and request.is_direct:
        number, parts = None, await _latest(request)
    if not parts:
        return None
    given = parts[0].answer
    is_answered = given.status in IN
    if number is None and (
        given.status is AnswerStatus.SKIPPED or (is_answered and _is_closed(parts, request))
    ):
        return None
    return await _take(request, parts, text, adds=is_answered)


async def amend(request: Request, text: str) -> Message | None:
    """Take the new words of a message that was an answer, until it closes; None for any other message."""
    ref = request.incoming.ref
    if not ref or not text:
        return None
    found = await rows.said_in(request.work.session, request.work.workspace.id, request.actor.id, ref)
    parts = [Part(*one) for one in found]
    if not parts or _is_closed(parts, request):
        return None
    return await _take(request, parts, text, adds=False)


async def answer(request: Request, text: str) -> Message:
    """Take a typed answer to the latest question; it replaces an earlier one.

    Raises:
        NotFound: nothing was asked lately.
    """
    return await _take(request, await _asked(request, None), text, adds=False)


async def same(request: Request, number: int | None) -> Message:
    """Answer with the plan of the last time.

    Raises:
        NotFound: nothing was asked lately.
        Refused: there is no plan yet.
    """
    parts = await _asked(request, number)
    plans = {}
    for part in parts:
        found = await rows.last_plan(
            request.work.session, request.actor.id, part.project.id, part.run.local_date
        )
        if found is not None:
            plans[part.answer.id] = found[0]
    if not plans:
        raise Refused("There is no earlier plan of yours. Just answer here.")
    usual = next(iter(plans.values()))
    for part in parts:
        _write(request, part, plans.get(part.answer.id, usual), plan=plans.get(part.answer.id, usual))
    lines = await outcomes.still_waiting(request, [part.project for part in parts])
    return await _noted(request, parts, lines, was=AnswerStatus.ASKED, adds=False)


async def skip(request: Request, number: int | None) -> None:
    """Leave the question of the day unanswered; it counts as neither answered nor missing.

    Raises:
        NotFound: nothing was asked lately.
    """
    for part in await _asked(request, number):
        request.work.set(part.answer, status=AnswerStatus.SKIPPED)


async def stuck(request: Request, number: int, where: str) -> Message:
    """Say which task is stopped by what an answer said is in the way, or that none of those is.

    Raises:
        Refused: that was said already.
    """
    [part, *_] = await _asked(request, number)
    reason = part.answer.obstacle
    if not reason:
        raise Refused("That is settled already.")
    request.work.set(part.answer, obstacle="")
    lines = await outcomes.place(request, obstacles.Obstacle(reason, (), obstacles.who(reason)), where)
    return views.noted(views.opening(is_late=False, is_added=False, is_changed=False), lines, number, None)


async def form(request: Request, number: int | None) -> Message:
    """The questions as a form, with what was said so far."""
    parts = await _asked(request, number)
    questions = await _questions(request, parts)
    given = parts[0].answer
    asks_about_obstacles = any(_ABOUT_OBSTACLES.search(one) for one in questions)
    return views.form(given.id, questions, given.plan or given.body, has_obstacle=not asks_about_obstacles)


async def fill(request: Request, number: int, said: Sequence[str], obstacle: str) -> Message:
    """Take the answers of a form, in the order of its questions; `obstacle` is one whatever its words."""
    parts = await _asked(request, number)
    questions = await _questions(request, parts)
    lines: list[str] = []
    in_the_way = [obstacle]
    for place, text in enumerate(said):
        if not text.strip():
            continue
        question = questions[place] if place < len(questions) else ""
        lines += [question, text] if question else [text]
        if question and _ABOUT_OBSTACLES.search(question):
            in_the_way.append(text)
    if not obstacles.is_none(obstacle):
        lines.append(obstacle)
    before = {one.strip() for part in parts for one in part.answer.body.splitlines()}
    stated = [one for text in in_the_way if text.strip() not in before for one in obstacles.stated(text)]
    return await _take(request, parts, "\n".join(lines), adds=False, stated=stated)


async def _questions(request: Request, parts: Sequence[Part]) -> list[str]:
    """The questions of all that was asked, each once; empty for the usual one."""
    found: list[str] = []
    for part in parts:
        standup = await request.work.session.get_one(Standup, part.run.standup_id)
        found += [str(one) for one in standup.questions if one not in found]
    return found[:MOST_FIELDS]


async def _asked(request: Request, number: int | None) -> list[Part]:
    """What was asked with the answer of this number, or lately.

    Raises:
        NotFound: nothing was.
        NotAllowed: it was put to somebody else.
        Refused: it is too long ago.
    """
    parts = await _latest(request) if number is None else await _numbered(request, number)
    if not parts:
        raise NotFound("Nothing is asked of you just now.")
    return parts


async def _numbered(request: Request, number: int) -> list[Part]:
    work = request.work
    found = await rows.answer(work.session, work.workspace.id, number)
    if found is None:
        return []
    given = found[0]
    if given.person_id != request.actor.id:
        person = await work.session.get_one(Person, given.person_id)
        raise NotAllowed("That was put to {name}. Nothing was changed.", name=person.name)
    if given.asked_at < work.now - TAKEN_FOR:
        raise Refused("That question is more than a day old. The next one comes by itself.")
    return await _together(request, given.asked_at)


async def _number_replied_to(request: Request) -> int | None:
    """The answer that is meant: of the question replied to, or in whose run's thread we were spoken to.

    People may talk in that thread; only with our name in front it is an answer.
    """
    asked = _ASKED_TOPIC.fullmatch(request.topic or "")
    if asked is not None:
        return int(asked[1])
    run = _RUN_TOPIC.fullmatch(request.topic or "")
    if run is None or not request.addressed:
        return None
    found = await rows.answer_of(request.work.session, int(run[1]), request.actor.id)
    return found.id if found is not None else None


async def _replied_to(request: Request, number: int) -> list[Part]:
    found = await rows.answer(request.work.session, request.work.workspace.id, number)
    if found is None or found[0].person_id != request.actor.id:
        return []
    if found[0].asked_at < request.work.now - TAKEN_FOR:
        return []
    return await _together(request, found[0].asked_at)


async def _together(request: Request, asked_at: datetime) -> list[Part]:
    """All that somebody was asked with one message."""
    work = request.work
    found = await rows.asked_since(work.session, work.workspace.id, request.actor.id, asked_at)
    return [Part(*one) for one in found if one[0].asked_at == asked_at]


async def _latest(request: Request) -> list[Part]:
    work = request.work
    found = await rows.asked_since(work.session, work.workspace.id, request.actor.id, work.now - TAKEN_FOR)
    return [Part(*one) for one in found if one[0].asked_at == found[0][0].asked_at]


def _is_closed(parts: Sequence[Part], request: Request) -> bool:
    return request.work.now > max(part.answer.closes_at for part in parts)


async def _take(
    request: Request,
    parts: Sequence[Part],
    text: str,
    *,
    adds: bool,
    stated: Sequence[obstacles.Obstacle] = (),
) -> Message:
    """Keep an answer, do what it says, and say what was understood; what it said before is not done again."""
    text = text[:LONGEST_ANSWER].strip()
    said_before = {line.strip() for part in parts for line in part.answer.body.splitlines()}
    fresh = "\n".join(one for one in text.splitlines() if with_names(one, request).strip() not in said_before)
    outcome = await outcomes.of(request, fresh, stated)
    body, was = with_names(text, request), parts[0].answer.status
    for part in parts:
        mine = _for_project(body, part.project, parts)
        if adds:
            mine = f"{part.answer.body}\n{mine}"[:LONGEST_ANSWER]
        _write(request, part, mine, plan=obstacles.rest(_without(mine, outcome.commands)))
    request.work.set(parts[0].answer, obstacle=outcome.unplaced)
    request.work.set(parts[0].answer, said_in="" if adds else request.incoming.ref)
    for part in parts[1:]:
        request.work.set(part.answer, said_in="" if adds else request.incoming.ref)
    return await _noted(request, parts, outcome.lines, was=was, adds=adds)


def _without(text: str, commands: frozenset[str]) -> str:
    return "\n".join(one for one in text.splitlines() if one.strip() not in commands)


def _for_project(body: str, project: Project, parts: Sequence[Part]) -> str:
    """Lines that name tasks of another project that was asked belong there; all others count for each."""
    others = {part.project.key for part in parts} - {project.key}
    if not others:
        return body
    kept = []
    for one in body.splitlines():
        named = {found[1].upper() for found in _KEY.finditer(one)}
        if project.key in named or not named & others:
            kept.append(one)
    return "\n".join(kept)


def _write(request: Request, part: Part, body: str, *, plan: str) -> None:
    is_late = request.work.now > part.answer.closes_at and part.answer.status is not AnswerStatus.ANSWERED
    status = AnswerStatus.LATE if is_late else AnswerStatus.ANSWERED
    request.work.set(
        part.answer,
        body=body,
        plan=plan,
        status=status,
        answered_at=part.answer.answered_at or request.work.now,
    )


async def _noted(
    request: Request, parts: Sequence[Part], lines: Sequence[Line], *, was: AnswerStatus, adds: bool
) -> Message:
    request.work.command = "answer"
    given = parts[0].answer
    opening = views.opening(
        is_late=given.status is AnswerStatus.LATE and was not in IN, is_added=adds, is_changed=was in IN
    )
    unplaced = None
    if given.obstacle:
        tasks = await outcomes.candidates(request, [part.project for part in parts], given.body)
        unplaced = views.Unplaced(given.id, given.obstacle, tuple(tasks))
    return views.noted(opening, lines, given.id, unplaced)
