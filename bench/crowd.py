"""Fifty commands a second for a minute through signed Slack HTTP: `python -m bench.crowd [SECONDS]`.

From ten people, half of it adding and half reading, each command at its own time, whether or not those
before it were answered. Aims: p99 under 500 ms, none over Slack's 3 s, none refused.
"""

import asyncio
import sys
from itertools import count

import aiohttp

from bench.acknowledging import Caller, server
from bench.commands import TEAM, line, payload
from bench.databases import both
from bench.figures import Figures, figures, held
from tests.stand_ins.slack import SlackServer

A_SECOND = 50
SECONDS = 60


async def crowd(database_url: str, seconds: int) -> tuple[Figures, int]:
    """Return how long each command waited for its acknowledgement, and how many were refused as busy."""
    async with (
        await SlackServer.start() as slack,
        aiohttp.ClientSession() as session,
        server("drumbeat", database_url, slack.api_url) as base,
    ):
        numbers = count(1)
        people = [Caller(session, f"{base}/slack/events", payload(one), numbers) for one in TEAM]
        running = []
        for number in range(seconds * A_SECOND):
            said = "mine" if number % 2 else line(number)
            running.append(asyncio.create_task(people[number // 2 % len(people)].says(said)))
            await asyncio.sleep(1 / A_SECOND)
        ended = await asyncio.gather(*running, return_exceptions=True)
        took = [one for one in ended if isinstance(one, float)]
        return figures(took), len(ended) - len(took)


def main() -> None:
    """Measure on both databases."""
    seconds = int(sys.argv[-1]) if sys.argv[-1].isdigit() else SECONDS
    with both() as kinds:
        for made in kinds:
            found, refused = asyncio.run(crowd(made.fresh("crowd"), seconds))
            print(f"{made.name}: {A_SECOND} commands a second for {seconds} s  {found}, {refused} refused")
            print(f"  {held(found.p99 < 500, 'p99 < 500 ms')}; {held(found.worst < 3000, 'none over 3 s')}")  # noqa: PLR2004 - the aims


if __name__ == "__main__":
    main()
