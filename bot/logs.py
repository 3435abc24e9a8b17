"""Logs: an event and fields, for a reader on a terminal and as JSON elsewhere; never a token.

Our own code and the libraries log through the standard library; here it is written out.
"""

import logging
import re
from collections.abc import Mapping, MutableMapping
from enum import StrEnum
from typing import Any, TextIO

import structlog
from structlog.typing import Processor

HIDDEN = "[hidden]"

# What opens something, by its shape: api.slack.com/authentication/token-types, core.telegram.org/bots/api
_SECRETS = re.compile(
    r"\b(?:xox[a-z](?:\.xox[a-z])?|xapp)-[\w.-]+"  # Slack's tokens
    r"|\b\d{5,}:[\w-]{20,}"  # a Telegram bot's token; no \b before it in a URL: /bot123:…
    r"|(?<=bot)\d{5,}:[\w-]{20,}"
    r"|https://hooks\.slack\.com/\S+"  # a response URL: whoever has it may answer
    r"|(?<=://)[^\s/@:]*:[^\s/@]+(?=@)"  # user and password in an address
    r"|(?i:(?<=bearer )\S+)"
)

# These say at INFO or DEBUG what they were sent, some with the token in the address
_TALKATIVE = (
    "aiohttp",
    "aiosqlite",
    "apscheduler",
    "asyncio",
    "httpcore",
    "httpx",
    "slack_bolt",
    "slack_sdk",
    "sqlalchemy",
    "telegram",
    "uvicorn",
)


class LogFormat(StrEnum):
    """How logs are written; auto is text on a terminal and JSON elsewhere."""

    AUTO = "auto"
    TEXT = "text"
    JSON = "json"


def write_logs(to: TextIO, *, level: str, layout: LogFormat) -> None:
    """Write what is logged from `level` on to a stream, in place of whatever was set up before."""
    is_text = to.isatty() if layout is LogFormat.AUTO else layout is LogFormat.TEXT
    handler = logging.StreamHandler(to)
    handler.setFormatter(_formatter(is_text=is_text, in_colour=to.isatty()))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_ADDED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


_ADDED: tuple[Processor, ...] = (
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def _formatter(*, is_text: bool, in_colour: bool) -> structlog.stdlib.ProcessorFormatter:
    written: list[Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        without_secrets,
        _text(in_colour=in_colour) if is_text else structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *_ADDED], processors=written
    )


def _text(*, in_colour: bool) -> Processor:
    return structlog.dev.ConsoleRenderer(
        colors=in_colour, exception_formatter=structlog.dev.plain_traceback, pad_event_to=30
    )


def without_secrets(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """A step of the log's way: what looks like a token is hidden, wherever it stands."""
    return {name: _hidden(value) for name, value in event.items()}


def _hidden(value: Any) -> Any:  # noqa: ANN401 - a log's fields are anything
    match value:
        case str():
            return _SECRETS.sub(HIDDEN, value)
        case None | bool() | int() | float():
            return value
        case Mapping():
            return {name: _hidden(one) for name, one in value.items()}
        case list() | tuple() | set():
            return [_hidden(one) for one in value]
        case _:
            return _SECRETS.sub(HIDDEN, str(value))


def quieten() -> None:
    """Log only what is wrong: in a terminal the conversation is what one wants to see."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
