"""Files that people share on Slack: looked up, and fetched with the token from where Slack keeps them.

docs.slack.dev/reference/objects/file-object
"""

from http import HTTPStatus
from urllib.parse import urlsplit

from bot.adapters.slack_api import SlackApi
from bot.adapters.slack_trouble import Json, Refused, SlackTrouble, answered, refusal
from bot.incoming import Missed

# Where Slack keeps files; beside these, the token goes only where the Web API itself is
_HOSTS = frozenset({"files.slack.com", "files.slack-gov.com"})
_LOGIN_PAGE = "login_page"
_LED_AWAY = ("http_301", "http_302", "http_303", "http_307", "http_401", "http_403", _LOGIN_PAGE)
_NOT_OURS = frozenset(
    {"missing_scope", "not_allowed_token_type", "no_permission", "access_denied", *_LED_AWAY}
)
_NO_FILE = frozenset({"file_not_found", "file_deleted", "files_hidden_by_limit", "http_404", "http_410"})
_AT_ONCE = 65_536


async def fetch(api: SlackApi, file: str, most: int) -> bytes | Missed:
    """Return what is in a file, of at most so many bytes, or why it can't be had."""
    try:
        told = (await answered(api.client.files_info(file=file)))["file"]
        missed = _lies_elsewhere(told, api)
        if missed is not None:
            return missed
        if int(told.get("size") or 0) > most:
            return Missed.TOO_LARGE
        content: bytes = await answered(_read(api, told, most + 1))
    except SlackTrouble as trouble:
        return _missed(trouble)
    return content if len(content) <= most else Missed.TOO_LARGE


def _lies_elsewhere(told: Json, api: SlackApi) -> Missed | None:
    if told.get("mode") in {"tombstone", "hidden_by_limit"}:
        return Missed.GONE
    if told.get("is_external") or not _may_have_the_token(_address(told), api.url):
        return Missed.ELSEWHERE
    return None


def _address(told: Json) -> str:
    return str(told.get("url_private_download") or told.get("url_private") or "")


def _may_have_the_token(url: str, api_url: str) -> bool:
    try:
        to, port = urlsplit(url), urlsplit(url).port
    except ValueError:
        return False
    if to.username is not None or to.password is not None:
        return False
    api = urlsplit(api_url)
    is_where_the_api_is = (to.scheme, to.hostname, port) == (api.scheme, api.hostname, api.port)
    return is_where_the_api_is or (to.scheme == "https" and to.hostname in _HOSTS and port in {None, 443})


async def _read(api: SlackApi, told: Json, most: int) -> bytes:
    """The content, so many bytes of it.

    A token that may read no files is led to the page where people log in, or is shown that page.
    """
    url = _address(told)
    response = await api.session.get(
        url,
        headers={"Authorization": f"Bearer {api.client.token}"},
        proxy=api.network.http_proxy_for(url),
        ssl=api.network.tls or True,
        allow_redirects=False,
    )
    async with response:
        if response.status != HTTPStatus.OK:
            raise refusal(response.status, "", response.headers.get("Retry-After"))
        if response.content_type == "text/html" and told.get("mimetype") != "text/html":
            raise Refused(_LOGIN_PAGE)
        content = bytearray()
        async for part in response.content.iter_chunked(_AT_ONCE):
            content += part
            if len(content) >= most:
                break
    return bytes(content[:most])


def _missed(trouble: SlackTrouble) -> Missed:
    if not isinstance(trouble, Refused):
        return Missed.AWAY
    if trouble.why in _NO_FILE:
        return Missed.GONE
    return Missed.FORBIDDEN if trouble.why in _NOT_OURS else Missed.AWAY
