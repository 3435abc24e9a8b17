"""A command through signed Slack HTTP, from request to acknowledgement: `python -m bench.acknowledging`.

Beside it, in the same run: a bolt app that does nothing, and the command's own statements issued bare.
The command is `add` with an owner and a date, in a project with 30 open tasks and one milestone.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from urllib.parse import urlencode

import aiohttp

from bench.bare import issued, recorded
from bench.commands import TEAM, Payload, is_refused, line, payload
from bench.databases import Made, both, cut
from bench.figures import Figures, Measured, figures, held
from tests.stand_ins.slack import SIGNING_SECRET, SlackServer
from tests.stand_ins.slack_courier import FORM, signature

ONE_AFTER_ANOTHER = 300
A_BATCH = 10  # after which the project has 30 open tasks again
EACH = 60  # of ten people at once
WARM_UP = 20
HTTP_OK = 200


@dataclass(slots=True)
class Caller:
    """Somebody on Slack who types commands, as the platform would deliver them."""

    session: aiohttp.ClientSession
    url: str
    payload: Payload
    numbers: "count[int]"

    async def says(self, text: str) -> float:
        """Say it; return the milliseconds until it was acknowledged.

        Raises:
            RuntimeError: it was not, or it was not done.
        """
        body = {**self.payload, "text": text, "trigger_id": f"{next(self.numbers)}.1.bench"}
        raw = urlencode(body).encode()
        stamp = str(int(time.time()))
        headers = {
            "Content-Type": FORM,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(SIGNING_SECRET, stamp, raw),
        }
        begun = time.perf_counter()
        async with self.session.post(self.url, data=raw, headers=headers) as answered:
            said = await answered.text()
        took = (time.perf_counter() - begun) * 1000
        if answered.status != HTTP_OK or is_refused(said):
            message = f"not acknowledged, or with a complaint: {answered.status} {said[:200]}"
            raise RuntimeError(message)
        return took


@asynccontextmanager
async def server(kind: str, database_url: str, slack_api: str) -> AsyncIterator[str]:
    """Run one of the servers that are compared; gives its address."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.answering", kind, database_url, slack_api,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    if process.stdin is None or process.stdout is None:
        raise RuntimeError(kind)
    try:
        yield f"http://127.0.0.1:{int(await process.stdout.readline())}"
    finally:
        process.stdin.close()
        await process.wait()


async def measured(caller: Caller, base: str, trim: Callable[[], None] = lambda: None) -> Measured:
    """Say one command after another, between which `trim` gives the project its size back."""
    for number in range(WARM_UP):
        await caller.says(line(number))
    before, took = await cpu(caller.session, base), []
    for number in range(ONE_AFTER_ANOTHER):
        if number % A_BATCH == 0:
            trim()
        took.append(await caller.says(line(number)))
    return Measured(figures(took), (await cpu(caller.session, base) - before) * 1000 / ONE_AFTER_ANOTHER)


async def cpu(session: aiohttp.ClientSession, base: str) -> float:
    """Return the seconds of CPU that a server has used."""
    async with session.get(f"{base}/cpu") as answered:
        return float(await answered.json())


async def at_once(callers: Sequence[Caller], trim: Callable[[], None]) -> Figures:
    """Let all of them say a command at the same time, again and again."""
    took: list[float] = []
    for number in range(EACH):
        trim()
        took += await asyncio.gather(*(one.says(line(number)) for one in callers))
    return figures(took)


async def ours(made: Made, slack: SlackServer, session: aiohttp.ClientSession) -> tuple[Measured, Figures]:
    """Measure our own way: one after another, then ten people at once."""
    numbers = count(1)
    url = made.fresh("ours")
    async with server("drumbeat", url, slack.api_url) as base:
        people = [Caller(session, f"{base}/slack/events", payload(one), numbers) for one in TEAM]
        single = await measured(people[0], base, partial(cut, url))
        return single, await at_once(people, partial(cut, url))


async def floor(kind: str, session: aiohttp.ClientSession) -> Measured:
    """Measure a bolt app that does nothing."""
    async with server(kind, "none", "none") as base:
        return await measured(Caller(session, f"{base}/slack/events", payload(TEAM[0]), count(1)), base)


async def compared(kinds: Sequence[Made]) -> None:
    """Print all of it."""
    async with await SlackServer.start() as slack, aiohttp.ClientSession() as session:
        bolt, before = await floor("bolt", session), await floor("bolt-before", session)
        print(f"bolt that does nothing          {bolt}")
        print(f"  with process_before_response  {before}")
        for made in kinds:
            single, ten = await ours(made, slack, session)
            bare = issued(made, await recorded(made.fresh("recorded"), ONE_AFTER_ANOTHER, A_BATCH))
            print(f"{made.name}: the statements, bare")
            print(f"                                {bare}")
            print(f"  add, one after another        {single}")
            print(f"  add, ten people at once       {ten}")
            half = single.took.p50 / bolt.took.p50
            spent = single.cpu / (bolt.cpu + bare.cpu)
            crowd = ten.p99 / (10 * single.took.p50)
            print(f"  p50 {half:.2f} of bolt's; {held(half < 0.5, '< 0.50')}")  # noqa: PLR2004 - the aim
            print(f"  CPU {spent:.2f} of bolt plus bare; {held(spent <= 1.5, '≤ 1.50')}")  # noqa: PLR2004
            print(f"  p99 of ten {crowd:.2f} of ten times p50; {held(crowd <= 2.5, '≤ 2.50')}")  # noqa: PLR2004


def main() -> None:
    """Measure on both databases."""
    with both() as kinds:
        asyncio.run(compared(kinds))


if __name__ == "__main__":
    main()
