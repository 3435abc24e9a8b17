"""Logs can be read by people and machines, and give nothing away."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import LogFormat, write_logs

SLACK = "xoxb-1234567890-abcdefghijklmnop"
TELEGRAM = "123456789:AAF-abcdefghijklmnopqrstuvwxyz012345"

log = logging.getLogger("bot.test")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    levels = {name: logging.getLogger(name).level for name in list(root.manager.loggerDict)}
    yield
    structlog.reset_defaults()
    root.handlers = handlers
    root.setLevel(level)
    for name in list(root.manager.loggerDict):
        logging.getLogger(name).setLevel(levels.get(name, logging.NOTSET))


def test_elsewhere_than_on_a_terminal_a_line_is_json_with_its_fields() -> None:
    stream = io.StringIO()
    write_logs(stream, level="info", layout=LogFormat.AUTO)
    log.info("message delivered", extra={"outbox": 7, "key": "assigned/7"})
    entry = json.loads(stream.getvalue())
    assert entry.pop("timestamp").endswith("Z")
    assert entry == {
        "event": "message delivered",
        "level": "info",
        "logger": "bot.test",
        "outbox": 7,
        "key": "assigned/7",
    }


def test_on_a_terminal_a_line_is_for_people() -> None:
    stream = Terminal()
    write_logs(stream, level="info", layout=LogFormat.AUTO)
    log.info("message delivered")
    assert "message delivered" in stream.getvalue()
    assert not stream.getvalue().startswith("{")


def test_the_layout_can_be_chosen() -> None:
    stream = Terminal()
    write_logs(stream, level="info", layout=LogFormat.JSON)
    log.info("message delivered")
    assert json.loads(stream.getvalue())["event"] == "message delivered"


def test_what_is_below_the_level_is_not_written() -> None:
    stream = io.StringIO()
    write_logs(stream, level="warning", layout=LogFormat.TEXT)
    log.info("quiet")
    log.warning("loud")
    assert "quiet" not in stream.getvalue()
    assert "loud" in stream.getvalue()


@pytest.mark.parametrize(
    "secret",
    [
        SLACK,
        "xapp-1-A012-345-abcdef",
        "xoxe.xoxp-1-Mi0yLTE",
        TELEGRAM,
        "https://hooks.slack.com/commands/T1/2/abc",
        "anna:hunter2",
    ],
)
@pytest.mark.parametrize("layout", [LogFormat.TEXT, LogFormat.JSON])
def test_a_token_is_hidden_wherever_it_stands(secret: str, layout: LogFormat) -> None:
    stream = io.StringIO()
    write_logs(stream, level="info", layout=layout)
    where = f"postgresql://{secret}@db" if ":hunter2" in secret else f"/{secret}"
    log.warning(
        "called %s", f"x {where}", extra={"url": where, "deep": {"list": [where]}, "odd": OSError(where)}
    )
    log.error("failed", exc_info=ValueError(where))
    written = stream.getvalue()
    assert "hunter2" not in written
    assert secret not in written
    assert "[hidden]" in written


def test_a_telegram_token_is_hidden_in_an_address_as_well() -> None:
    stream = io.StringIO()
    write_logs(stream, level="info", layout=LogFormat.JSON)
    log.warning("POST https://api.telegram.org/bot%s/sendMessage", TELEGRAM)
    assert "AAF" not in stream.getvalue()


def test_times_keys_and_zones_are_no_secrets() -> None:
    stream = io.StringIO()
    write_logs(stream, level="info", layout=LogFormat.JSON)
    log.info("due", extra={"at": "2026-03-02T12:00:00+00:00", "key": "blocker/7/ladder/3", "to": "C1#1700.5"})
    assert "[hidden]" not in stream.getvalue()


def test_libraries_that_tell_too_much_only_warn() -> None:
    stream = io.StringIO()
    write_logs(stream, level="debug", layout=LogFormat.JSON)
    for name in ("httpx", "slack_sdk.web.async_client", "telegram.Bot"):
        logging.getLogger(name).info("POST /bot123/sendMessage")
    assert stream.getvalue() == ""
    logging.getLogger("httpx").warning("slow")
    assert "slow" in stream.getvalue()


def test_all_parts_write_to_the_same_place_whichever_way_they_log() -> None:
    stream = io.StringIO()
    write_logs(stream, level="info", layout=LogFormat.JSON)
    told = structlog.get_logger("bot.part")
    told.info("connected", token=SLACK)
    told.debug("too much")
    entry = json.loads(stream.getvalue())
    assert (entry["event"], entry["logger"], entry["level"]) == ("connected", "bot.part", "info")
    assert SLACK not in stream.getvalue()
