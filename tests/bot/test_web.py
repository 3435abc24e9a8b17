"""Whoever runs the bot can see from outside that it lives, is ready, and how far behind it is."""

import asyncio
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.clock import SetClock
from bot.message import says, to_json
from bot.outgoing import Reader
from bot.web.health import Metrics, database_answers
from bot.web.server import PortTaken, WebServer
from bot.web.site import site
from bot.wording import words
from storage import outbox
from storage.database import Database
from storage.models import Installation, Workspace
from storage.words import Platform

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HERE = "127.0.0.1"


class Doors:
    """A check that can be switched, and a route that can be held."""

    def __init__(self) -> None:
        self.is_open = True
        self.begun = asyncio.Event()
        self.go_on = asyncio.Event()

    async def check(self) -> bool:
        return self.is_open

    async def slow(self, _request: Request) -> Response:
        self.begun.set()
        await self.go_on.wait()
        return PlainTextResponse("done")

    async def echo(self, request: Request) -> Response:
        return Response(await request.body())

    async def metrics(self) -> bytes:
        return b"drumbeat_up 1\n"


@pytest.fixture
def doors() -> Doors:
    return Doors()


@pytest.fixture
async def server(doors: Doors) -> AsyncIterator[WebServer]:
    routes = [Route("/slow", doors.slow), Route("/echo", doors.echo, methods=["POST"])]
    server = WebServer(site({"database": doors.check}, doors.metrics, routes), HERE, 0)
    await server.start()
    yield server
    doors.go_on.set()
    await server.stop()


@pytest.fixture
async def client(server: WebServer) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"http://{HERE}:{server.port}", trust_env=False) as client:
        yield client


async def test_alive_is_alive_even_when_not_ready(client: httpx.AsyncClient, doors: Doors) -> None:
    doors.is_open = False
    assert (await client.get("/healthz")).json() == {"status": "alive"}


async def test_ready_is_who_passes_every_check(client: httpx.AsyncClient, doors: Doors) -> None:
    ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"status": "ready"})
    doors.is_open = False
    away = await client.get("/readyz")
    assert (away.status_code, away.json()) == (503, {"status": "not ready", "failing": ["database"]})


async def test_metrics_are_served_as_prometheus_reads_them(client: httpx.AsyncClient) -> None:
    answer = await client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert answer.text == "drumbeat_up 1\n"


async def test_routes_that_are_handed_in_are_served(client: httpx.AsyncClient) -> None:
    assert (await client.post("/echo", content=b"hello")).content == b"hello"


async def test_a_body_that_no_platform_would_send_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/echo", content=b"x" * ((1 << 20) + 1))
    assert answer.status_code == 413


async def test_a_body_of_unknown_length_ends_at_the_same_size(
    client: httpx.AsyncClient,
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(1 << 10):
            yield b"x" * (1 << 11)

    assert (await client.post("/echo", content=endless())).status_code == 413


async def test_the_answer_names_neither_server_nor_version(client: httpx.AsyncClient) -> None:
    assert "server" not in (await client.get("/healthz")).headers


async def test_a_request_that_runs_is_finished_before_the_server_stops(
    server: WebServer, client: httpx.AsyncClient, doors: Doors
) -> None:
    asked = asyncio.create_task(client.get("/slow"))
    await doors.begun.wait()
    stopping = asyncio.create_task(server.stop())
    await asyncio.sleep(0)
    doors.go_on.set()
    assert (await asked).text == "done"
    await stopping


async def test_a_port_that_is_taken_is_said_in_a_sentence(server: WebServer) -> None:
    second = WebServer(site({}, Doors().metrics), HERE, server.port)
    with pytest.raises(PortTaken) as taken:
        await second.start()
    sentence = words(taken.value.message.lines[0].parts[0], Reader())
    assert sentence.startswith(f"HOST {HERE} and PORT {server.port} can't be listened on (")
    await second.stop()


async def test_a_database_that_answers_is_ready(database_url: str) -> None:
    database = Database(database_url)
    assert await database_answers(database)()
    await database.close()


async def test_a_database_that_is_away_is_not_ready() -> None:
    with socket.socket() as unused:
        unused.bind((HERE, 0))
        database = Database(f"postgresql://nobody@{HERE}:{unused.getsockname()[1]}/none")
        assert not await database_answers(database)()
        text = await Metrics(database, SetClock(NOON)).text()
    assert b"drumbeat_database_up 0.0" in text
    await database.close()


async def test_metrics_say_how_many_messages_wait_and_how_late_the_oldest_is(database_url: str) -> None:
    database = Database(database_url)
    async with database.begin() as session:
        session.add(Workspace(id=1, name="Acme", created_at=NOON))
        await session.flush()
        session.add(Installation(id=1, workspace_id=1, platform=Platform.CONSOLE, external_id="c"))
        await session.flush()
        row = {
            "workspace_id": 1,
            "installation_id": 1,
            "address": "C1",
            "message": to_json(says("hello")),
            "language": "en",
            "zone": "UTC",
            "priority": 2,
            "next_at": NOON,
            "created_at": NOON,
        }
        await outbox.add(session, [row | {"key": "1"}, row | {"key": "2"}])
    text = (await Metrics(database, SetClock(NOON + timedelta(seconds=90))).text()).decode()
    assert 'drumbeat_outbox_messages{status="waiting"} 2.0' in text
    assert 'drumbeat_outbox_messages{status="dead"} 0.0' in text
    assert "drumbeat_outbox_late_seconds 90.0" in text
    assert "process_cpu_seconds_total" in text
    await database.close()
