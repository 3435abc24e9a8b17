"""Commands about stand-ups."""

from bot.command import Commands, Request
from bot.handlers.tasks import the_project
from bot.message import Bold, Code, Message, says
from bot.parameters import Which
from bot.services import answers, mornings, runs, schedules, standups
from bot.views import standups as views
from bot.views.tasks import undo
from storage.models import Person
from storage.words import Role


def register(commands: Commands) -> None:
    """Make the commands known."""
    starts = "Start a stand-up: a time, days, and who if not everybody"
    commands.add("standup new", starts, role=Role.LEAD, plain=("standup new ",))(new)
    commands.add(
        "standup time", "Let a stand-up come at another time", plain=("standup time ",), role=Role.LEAD
    )(move)
    commands.add(
        "standup days", "Let a stand-up come on other days", plain=("standup days ",), role=Role.LEAD
    )(move_days)
    commands.add(
        "standup list", "The project's stand-ups", aliases=("standups",), role=Role.OBSERVER, alone=True
    )(listed)
    asks = "What the stand-up asks, or what it shall ask"
    commands.add("standup questions", asks, plain=("standup questions ",), role=Role.LEAD)(questions)
    commands.add("standup now", "Ask everybody now", role=Role.LEAD, alone=True)(now)
    commands.add("standup status", "What was answered", role=Role.OBSERVER, alone=True)(status)
    commands.add("standup join", "Be asked in the project's stand-up", alone=True)(join)
    commands.add("standup leave", "Be asked no more in the project's stand-up", alone=True)(leave)
    commands.add("standup stop", "End the stand-up", role=Role.LEAD, alone=True)(stop)
    commands.add("answer", "Answer today's question", role=None, group="standup", plain=("answer ",))(answer)
    commands.add("standup same", "Answer with the plan of the last time", role=None, alone=True)(same)
    commands.add("standup skip", "Leave today's question unanswered", role=None, alone=True)(skip)
    commands.add("standup form", "Answer in a form", role=None, alone=True)(form)
    commands.add("standup fill", "What the form says", role=None)(fill)
    commands.add("standup stuck", "Say which task is stopped by what an answer says", role=None)(stuck)


async def new(request: Request, text: str, *, people: tuple[Person, ...] = ()) -> Message:
    """`standup new 9:30 weekdays`, `standup new every friday 14:00 @li @wang`."""
    project = await the_project(request)
    days, questions = schedules.told_apart(text)
    wanted = schedules.schedule(days, request.reading)
    asked = schedules.questions_of(questions)
    standup, first = await standups.create(request.work, project, wanted, people, asked)
    return views.set_up(standup, project, first, request.here.zone)


async def move(request: Request, text: str, which: Which | None = None) -> Message:
    """`standup time 10:00`, `standup time #3 15:00`."""
    return await _moved(request, text, which, "standup time")


async def move_days(request: Request, text: str, which: Which | None = None) -> Message:
    """`standup days every other friday`."""
    return await _moved(request, text, which, "standup days")


async def _moved(request: Request, text: str, which: Which | None, command: str) -> Message:
    project = await the_project(request)
    standup = await standups.the_one(request.work, project, which, command, text)
    wanted = schedules.changed(text, request.reading, standup)
    first = await standups.move(request.work, standup, project, wanted)
    return views.moved(standup, project, first, request.here.zone)


async def listed(request: Request) -> Message:
    """`standups`."""
    project = await the_project(request)
    return views.listed(await standups.of_project(request.work, project), project)


async def questions(request: Request, which: Which | None = None, text: str = "") -> Message:
    """`standup questions`, `standup questions What is next? ; Anything in your way?`."""
    project = await the_project(request)
    standup = await standups.the_one(request.work, project, which, "standup questions", text)
    if not text:
        return views.questions(standup, project)
    await standups.ask_these(request.work, standup, schedules.questions_of(text))
    return views.questions(standup, project).offering(undo())


async def now(request: Request, which: Which | None = None) -> Message:
    """`standup now`."""
    project = await the_project(request)
    standup = await standups.the_one(request.work, project, which, "standup now")
    return views.asked(await mornings.ask_now(request.work, standup, project))


async def status(request: Request, which: Which | None = None) -> Message:
    """`standup status`."""
    project = await the_project(request)
    standup = await standups.the_one(request.work, project, which, "standup status")
    return await runs.status(request.work, standup, project)


async def join(request: Request, which: Which | None = None) -> Message:
    """`standup join`."""
    project = await the_project(request)
    standup = await standups.the_one(request.work, project, which, "standup join")
    await standups.sit(request.work, standup, project, request.actor)
    text = "You are asked in the stand-up of {project}."
    return says(text, project=Bold(project.name)).offering(undo())


async def leave(request: Request, which: Which | None = None) -> Message:
    """`standup leave`."""
    project = await the_project(request)
    standup = await standups.the_one(request.work, project, which, "standup leave")
    await standups.stand_up(request.work, standup, request.actor)
    text = "You are asked no more in the stand-up of {project}. {command} brings you back."
    return says(text, project=Bold(project.name), command=Code("standup join")).offering(undo())


async def stop(request: Request, which: Which | None = None) -> Message:
    """`standup stop`."""
    project = await the_project(request)
    await standups.stop(request.work, await standups.the_one(request.work, project, which, "standup stop"))
    return says("The stand-up of {project} has ended.", project=Bold(project.name)).offering(undo())


async def answer(request: Request, text: str) -> Message:
    """`answer I finish the draft today`, or the same words alone in the direct message."""
    return await answers.answer(request, text)


async def same(request: Request, number: int | None = None) -> Message:
    """`standup same`."""
    return await answers.same(request, number)


async def skip(request: Request, number: int | None = None) -> Message:
    """`standup skip`."""
    await answers.skip(request, number)
    return says("Skipped for today.").offering(undo())


async def form(request: Request, number: int | None = None) -> Message:
    """`standup form`."""
    return await answers.form(request, number)


async def fill(  # noqa: PLR0913, PLR0917 - a field for each question that a stand-up may ask
    request: Request,
    asked: int,
    q1: str = "",
    q2: str = "",
    q3: str = "",
    q4: str = "",
    q5: str = "",
    q6: str = "",
    q7: str = "",
    q8: str = "",
    q9: str = "",
    q10: str = "",
    obstacle: str = "",
) -> Message:
    """The form's send button."""
    return await answers.fill(request, asked, (q1, q2, q3, q4, q5, q6, q7, q8, q9, q10), obstacle)


async def stuck(request: Request, number: int, where: str) -> Message:
    """`standup stuck 12 WEB-9`: the button under an answer."""
    return await answers.stuck(request, number, where)
