"""The command that is measured, and the project it is said in."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from bot.adapters.slack_api import Identity
from bot.adapters.slack_reading import command
from bot.clock import WallClock
from bot.dispatch import Dispatch
from bot.handlers import all_commands
from bot.incoming import Outcome
from storage.database import Database
from storage.models import Installation, Workspace
from storage.words import Platform
from tests.stand_ins.slack_world import TEAM_ID

TEAM = tuple(f"U0BENCH{number}" for number in range(10))
OPEN_TASKS = 30
US = Identity(team=TEAM_ID, team_name="Bench", bot_user="U0BOT", bot_name="drumbeat")

Payload = dict[str, str]


def line(number: int) -> str:
    """Return `add` with an owner and a date."""
    return f"add Task number {number} of the bench {mention(TEAM[1])} by 2027-03-0{number % 9 + 1}"


def mention(user: str) -> str:
    """Return how Slack writes that somebody is named."""
    return f"<@{user}|{user.lower()}>"


def payload(user: str) -> Payload:
    """Return what is the same in all commands of somebody."""
    return {
        "token": "unused",
        "team_id": TEAM_ID,
        "team_domain": "bench",
        "channel_id": "C0BENCH",
        "channel_name": "bench",
        "user_id": user,
        "user_name": user.lower(),
        "command": "/pm",
        "api_app_id": "A1",
        "is_enterprise_install": "false",
        "response_url": "http://127.0.0.1:9/none",
    }


def is_refused(told: str) -> bool:
    """Whether an answer is one that nothing was done for."""
    return any(word in told for word in ("Nothing was changed", "nothing was changed", "You are not in"))


class Teller:
    """Says commands to dispatch in this process, as they would come from Slack."""

    def __init__(self, database: Database, origin: str) -> None:
        """`origin` tells its deliveries from those of others."""
        self._dispatch = Dispatch(database, WallClock(), all_commands())
        self._numbers = count(1)
        self._origin = origin

    async def says(self, text: str, user: str = TEAM[0]) -> None:
        """Say it.

        Raises:
            RuntimeError: it was not done.
        """
        body = {**payload(user), "text": text, "trigger_id": f"{next(self._numbers)}.{self._origin}"}
        incoming = command(body, US)
        known = replace(incoming.sender, name=user.lower())  # as if Slack had told who that is
        answer = await self._dispatch.receive(replace(incoming, sender=known))
        if answer.outcome is not Outcome.DONE or is_refused(str(answer.message)):
            message = f"not done: {text!r}: {answer}"
            raise RuntimeError(message)


async def prepare(url: str, team: Sequence[str] = TEAM) -> None:
    """Make the project: a team, 30 open tasks and one milestone."""
    database = Database(url)
    async with database.begin() as session:
        workspace = Workspace(name="Bench", created_at=WallClock().now(), language="en", zone="Europe/Berlin")
        session.add(workspace)
        await session.flush()
        session.add(
            Installation(
                workspace_id=workspace.id,
                platform=Platform.SLACK,
                external_id=TEAM_ID,
                bot_id=US.bot_user,
                bot_name=US.bot_name,
            )
        )
    teller = Teller(database, "prepare")
    await teller.says('project new "Bench" key BEN')
    await teller.says("milestone Beta 2027-06-01")
    for one in team:
        await teller.says("help", one)
    for number in range(OPEN_TASKS):
        owner = mention(team[number % len(team)])
        await teller.says(f"add Something to do, number {number} {owner} ~2d by 2027-02-0{number % 9 + 1}")
    await database.close()
