"""Where the token may go for a file, and where not."""

import aiohttp
import pytest

from bot.adapters import slack_files
from bot.adapters.slack_api import SlackApi
from bot.adapters.slack_trouble import Refused
from bot.incoming import Missed
from tests.stand_ins.slack import SharedFile, SlackServer
from tests.stand_ins.slack_files import share

DAYS = b"2026-12-24"


@pytest.mark.parametrize(
    ("url", "api_url", "expected"),
    [
        ("https://files.slack.com/files-pri/T1-F1/days.csv", "https://slack.com/api/", True),
        ("https://files.slack.com:443/x", "https://slack.com/api/", True),
        ("https://files.slack-gov.com/x", "https://slack-gov.com/api/", True),
        ("https://slack.com/x", "https://slack.com/api/", True),
        ("http://127.0.0.1:8081/x", "http://127.0.0.1:8081/api/", True),
        ("http://files.slack.com/x", "https://slack.com/api/", False),
        ("https://files.slack.com:8443/x", "https://slack.com/api/", False),
        ("https://files.slack.com.evil.example/x", "https://slack.com/api/", False),
        ("https://evil.example/files.slack.com", "https://slack.com/api/", False),
        ("https://files.slack.com@evil.example/x", "https://slack.com/api/", False),
        ("https://evil@files.slack.com/x", "https://slack.com/api/", False),
        ("https://docs.google.com/spreadsheets/x", "https://slack.com/api/", False),
        ("http://slack.com/x", "https://slack.com/api/", False),
        ("http://127.0.0.1:8082/x", "http://127.0.0.1:8081/api/", False),
        ("file:days.csv", "https://slack.com/api/", False),
        ("https://files.slack.com:x/", "https://slack.com/api/", False),
        ("https://[", "https://slack.com/api/", False),
        ("", "https://slack.com/api/", False),
    ],
)
def test_the_token_goes_to_slack_alone(url: str, api_url: str, *, expected: bool) -> None:
    assert slack_files._may_have_the_token(url, api_url) is expected


@pytest.mark.parametrize(
    ("file", "most", "expected"),
    [
        (SharedFile("days.csv", DAYS), 10, DAYS),
        (SharedFile("days.csv", DAYS), 9, Missed.TOO_LARGE),
        (SharedFile("days.csv", DAYS, size=1), 9, Missed.TOO_LARGE),
        (SharedFile("days.html", DAYS, "text/html"), 10, DAYS),
        (SharedFile("days.csv", DAYS, mode="hidden_by_limit"), 10, Missed.GONE),
    ],
)
async def test_a_file_is_read_no_further_than_allowed(
    file: SharedFile, most: int, expected: bytes | Missed
) -> None:
    async with await SlackServer.start() as slack, aiohttp.ClientSession() as session:
        shared = share(slack.world, slack.dm(slack.user("anna")), file)
        api = SlackApi(slack.bot_token, session, url=slack.api_url)
        assert await slack_files.fetch(api, shared.id, most) == expected


@pytest.mark.parametrize(
    ("method", "status", "error", "expected"),
    [
        ("files.info", None, "file_deleted", Missed.GONE),
        ("files.info", None, "missing_scope", Missed.FORBIDDEN),
        ("files.info", 503, None, Missed.AWAY),
        ("files.info", None, "ratelimited", Missed.AWAY),
        ("file", 404, None, Missed.GONE),
        ("file", 302, None, Missed.FORBIDDEN),
        ("file", 500, None, Missed.AWAY),
        ("file", 429, None, Missed.AWAY),
    ],
)
async def test_why_a_file_can_not_be_had_is_told_apart(
    method: str, status: int | None, error: str | None, expected: Missed
) -> None:
    async with await SlackServer.start() as slack, aiohttp.ClientSession() as session:
        shared = share(slack.world, slack.dm(slack.user("anna")), SharedFile("days.csv", DAYS))
        slack.fail_next(method, status=status, error=error)
        api = SlackApi(slack.bot_token, session, url=slack.api_url)
        assert await slack_files.fetch(api, shared.id, 100) is expected


async def test_a_page_where_people_log_in_is_no_file() -> None:
    async with await SlackServer.start() as slack, aiohttp.ClientSession() as session:
        shared = share(slack.world, slack.dm(slack.user("anna")), SharedFile("days.csv", DAYS))
        told = shared.as_json(slack.world)
        api = SlackApi("xoxb-of-nobody", session, url=slack.api_url)
        for name in ("url_private", "url_private_download"):
            with pytest.raises(Refused):
                await slack_files._read(api, {"url_private": told[name]}, 100)
