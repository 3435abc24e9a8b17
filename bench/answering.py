"""The servers that are compared, each in a process of its own: `python -m bench.answering`.

`drumbeat` is the real entrance, dispatch and database behind signed HTTP, without delivery, as `drumbeat web`
runs it. `bolt` and `bolt-before` are bolt apps whose only command acknowledges and does nothing, with
bolt's defaults and with `process_before_response`. Asked for by kind, database and
Slack, each prints its port, then answers; GET /cpu tells the
seconds of CPU it has used.
"""

import asyncio
import logging
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import structlog
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.clock import WallClock
from bot.config import Settings
from bot.dispatch import Dispatch
from bot.handlers import all_commands
from bot.holders import this_process
from bot.installations import install
from bot.platforms import connected
from bot.web.server import WebServer
from storage.database import Database
from tests.stand_ins.slack import BOT_TOKEN, SIGNING_SECRET


async def cpu(_request: Request) -> Response:
    """Tell the seconds of CPU used so far."""
    return JSONResponse(time.process_time())


@asynccontextmanager
async def drumbeat(database_url: str, slack_api: str) -> AsyncIterator[Sequence[Route]]:
    """Our own way of a command."""
    settings = Settings(
        database_url=database_url,
        slack_bot_token=BOT_TOKEN,
        slack_signing_secret=SIGNING_SECRET,
        slack_api_url=slack_api,
    )
    database = Database(database_url)
    clock = WallClock()
    async with connected(settings, database, clock, this_process()) as platforms:
        logins = platforms.bots
        await install(database, clock, logins)
        dispatch = Dispatch(database, clock, all_commands())
        for one in platforms.entrances:
            await one.start(dispatch.receive)
        yield platforms.routes
        for one in platforms.entrances:
            await one.stop()
    await database.close()


@asynccontextmanager
async def bolt(*, is_before: bool) -> AsyncIterator[Sequence[Route]]:
    """A bolt app that does nothing but acknowledge."""

    async def authorize(**_: object) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_user_id="B1", bot_token=BOT_TOKEN)

    app = AsyncApp(signing_secret=SIGNING_SECRET, authorize=authorize, process_before_response=is_before)

    @app.command("/pm")
    async def nothing(ack: AsyncAck) -> None:
        await ack()

    handler = AsyncSlackRequestHandler(app)
    yield [Route("/slack/events", handler.handle, methods=["POST"])]


async def serve(kind: str, database_url: str, slack_api: str) -> None:
    """Answer until stdin closes."""
    logging.disable(logging.INFO)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    made = drumbeat(database_url, slack_api) if kind == "drumbeat" else bolt(is_before=kind == "bolt-before")
    async with made as routes:
        server = WebServer(Starlette(routes=[Route("/cpu", cpu), *routes]), "127.0.0.1", 0)
        await server.start()
        print(server.port, flush=True)
        await asyncio.to_thread(sys.stdin.read)
        await server.stop()


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:4]))
