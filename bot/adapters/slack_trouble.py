"""What can go wrong with a call to Slack, told apart.

SlackTrouble
├── Refused        it said no, and why
├── TooFast        it said when to come again
├── Unanswered     nobody knows whether it was done
└── NotConnected   it was not reached
"""

import asyncio
import json
from collections.abc import Awaitable
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

Json = dict[str, Any]

ANSWER_WITHIN = 10.0  # seconds; the SDK's own time-out does not hold with a shared session
RETRY_AFTER = 30.0  # seconds, where Slack says "too fast" and no more


class SlackTrouble(Exception):
    """Something that Slack's Web API can answer, or fail to."""

    def __init__(self, why: str) -> None:
        """Take Slack's own word, or the network's."""
        super().__init__(why)
        self.why = why


class Refused(SlackTrouble):
    """It said no, and why."""


class TooFast(SlackTrouble):
    """It said when to come again."""

    def __init__(self, retry_after: float) -> None:
        """Take the seconds to wait."""
        super().__init__("ratelimited")
        self.retry_after = retry_after


class Unanswered(SlackTrouble):
    """Nobody knows whether it was done."""


class NotConnected(SlackTrouble):
    """It was not reached."""


async def answered(call: Awaitable[AsyncSlackResponse] | Awaitable[Json] | Awaitable[bytes]) -> Any:
    """What came back, or the kind of trouble."""
    try:
        async with asyncio.timeout(ANSWER_WITHIN):
            return await call
    except SlackApiError as error:
        raise _told(error.response) from error
    except (aiohttp.ClientConnectorError, aiohttp.ClientHttpProxyError) as error:
        raise NotConnected(_why(error)) from error
    except (TimeoutError, aiohttp.ClientError) as error:
        raise Unanswered(type(error).__name__) from error


def _why(error: aiohttp.ClientConnectorError | aiohttp.ClientHttpProxyError) -> str:
    """The kind of trouble; addresses are left out, a proxy's may hold a password."""
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return f"the proxy refuses, {error.status}"
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return "its certificate is not believed, see SSL_CERT_FILE"
    return type(error).__name__


def _told(response: Any) -> SlackTrouble:
    """The trouble that a response tells of; the SDK hands in its own class, or aiohttp's for broken JSON."""
    status = getattr(response, "status_code", 0) or getattr(response, "status", 0)
    data = getattr(response, "data", None)
    error = data.get("error", "") if isinstance(data, dict) else ""
    return refusal(status, error, response.headers.get("Retry-After"))


def refusal(status: int, error: str, retry_after: str | None) -> SlackTrouble:
    if status == 429 or error in {"ratelimited", "rate_limited"}:  # noqa: PLR2004 - "too many requests"
        return TooFast(float(retry_after or RETRY_AFTER))
    if status >= 500 or error in {"fatal_error", "internal_error", "request_timeout"}:  # noqa: PLR2004
        return Unanswered(error or f"http_{status}")
    return Refused(error or f"http_{status}")


def error_in(text: str) -> str:
    """The error word of a response URL's answer, which is JSON or the word alone."""
    try:
        told = json.loads(text)
    except ValueError:
        return text[:100]
    return str(told.get("error", "")) if isinstance(told, dict) else text[:100]
