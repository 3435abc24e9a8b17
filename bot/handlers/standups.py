"""Commands about stand-ups."""

from bot.command import Commands, Request
from bot.errors import NotFound
from bot.handlers.tasks import the_project
from bot.message import Bold, Message, Time, button, counted, line, says
from bot.services import standups
from bot.views import standups as views
from bot.views.tasks import undo
from storage.words import Role


def register(commands: Commands) -> None:
    """Make the commands known."""
    commands.add("standup new", "Start the daily stand-up", role=Role.LEAD, plain=("standup new ",))(new)
    commands.add("standup now", "Ask everybody now", role=Role.LEAD, alone=True)(now)
    commands.add("standup status", "What was answered", role=Role.OBSERVER, alone=True)(status)
    commands.add("standup skip", "Leave today's question unanswered", role=None, alone=True)(skip)
    commands.add("standup stop", "End the stand-up", role=Role.LEAD, alone=True)(stop)
    commands.add("answer", "Answer today's question", role=None, plain=("answer ",))(answer)


async def new(request: Request, text: str) -> Message:
    """`standup new 9:30 weekdays`."""
    project = await the_project(request)
    wanted = standups.schedule(text)
    await standups.create(request.work, project, wanted)
    shown = "{project} has a stand-up now: everybody is asked at {time} in their own zone."
    return says(shown, project=Bold(project.name), time=Time(wanted.at)).offering(
        button("Ask now", "standup now"), undo()
    )


async def now(request: Request) -> Message:
    """`standup now`."""
    project = await the_project(request)
    standup = await standups.of_project(request.work, project)
    n = await standups.ask_now(request.work, standup, project)
    return Message((line("{asked}", asked=counted("{n} person is asked.", "{n} people are asked.", n)),))


async def status(request: Request) -> Message:
    """`standup status`."""
    project = await the_project(request)
    standup = await standups.of_project(request.work, project)
    run, answers = await standups.status(request.work, standup)
    if run is None:
        return says("Nobody was asked yet.")
    return views.summary(run, project, answers)


async def skip(request: Request) -> Message:
    """`standup skip`."""
    await standups.skip(request.work, request.actor)
    return says("Skipped for today.").offering(undo())


async def stop(request: Request) -> Message:
    """`standup stop`."""
    project = await the_project(request)
    await standups.stop(request.work, await standups.of_project(request.work, project))
    return says("The stand-up of {project} has ended.", project=Bold(project.name)).offering(undo())


async def answer(request: Request, text: str) -> Message:
    """`answer I finish the draft today`, or the same words alone in the direct message."""
    noted = await take(request, text)
    if noted is None:
        raise NotFound("Nothing is asked of you just now.")
    return noted


async def take(request: Request, text: str) -> Message | None:
    """Take plain words as the answer to the open question; None if there is none."""
    if await standups.answer(request.work, request.actor, text) is None:
        return None
    return says("Noted.").offering(undo())
