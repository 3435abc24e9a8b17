"""Settings: the only reader of the environment and of `.env`.

One table says which variables there are. The list that `drumbeat config` prints, in whatever language,
and the file `.env.example` are made from it.
"""

import os
import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from dotenv import dotenv_values

from bot.errors import WrongSetting
from bot.message import Code, Listed, Phrase, Series, Value, counted, phrase
from bot.network import Network

ENV_FILE = Path(".env")


class LogFormat(StrEnum):
    """How logs are written; auto is text on a terminal and JSON elsewhere."""

    AUTO = "auto"
    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for this process. Empty texts are settings that nobody made."""

    database_url: str = "sqlite:///drumbeat.db"
    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str = ""
    slack_bot_token: str = ""
    slack_app_token: str = ""
    slack_signing_secret: str = ""
    slack_client_id: str = ""
    slack_client_secret: str = ""
    slack_api_url: str = "https://slack.com/api/"
    telegram_bot_token: str = ""
    telegram_webhook_secret: str = ""
    telegram_api_url: str = "https://api.telegram.org"
    https_proxy: str = ""
    all_proxy: str = ""
    no_proxy: tuple[str, ...] = ()
    ssl_cert_file: str = ""
    secret_key: tuple[str, ...] = ()
    retention_days: int = 400
    grace_days: int = 30
    admins: tuple[str, ...] = ()
    language: str = ""
    log_level: str = "info"
    log_format: LogFormat = LogFormat.AUTO

    @property
    def has_slack(self) -> bool:
        """True if Slack is set up."""
        return bool(self.slack_bot_token) or self.is_for_many

    @property
    def is_for_many(self) -> bool:
        """True if Slack workspaces install the app themselves, by OAuth."""
        return bool(self.slack_client_id)

    @property
    def has_telegram(self) -> bool:
        """True if Telegram is set up."""
        return bool(self.telegram_bot_token)

    @property
    def is_sqlite(self) -> bool:
        """True if all data is in one file, which only one process may use."""
        return self.database_url.startswith("sqlite")

    def network(self) -> Network:
        """The way out to the platforms; certificates are read from their file anew."""
        tls = ssl.create_default_context(cafile=self.ssl_cert_file) if self.ssl_cert_file else None
        return Network(self.https_proxy, self.all_proxy, self.no_proxy, tls)


Setting = str | int | tuple[str, ...] | LogFormat


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable: its name, what it is for, and how its text is read.

    `read` raises WrongSetting. A secret's value is never shown, but an address is, without its password.
    One that every program on a machine shares is also read in lower case.
    """

    name: str
    meaning: Phrase
    read: Callable[[str, str], Setting]
    is_secret: bool = False
    is_address: bool = False
    is_shared: bool = False

    @property
    def file(self) -> str:
        """The variable that names a file with the secret instead."""
        return f"{self.name}_FILE"

    @property
    def field(self) -> str:
        """The field of Settings."""
        return self.name.removeprefix("DRUMBEAT_").lower()


@dataclass(frozen=True, slots=True)
class Group:
    """Variables that belong together."""

    title: Phrase
    variables: tuple[Variable, ...]


def _text(_name: str, value: str) -> str:
    return value


def _shaped(pattern: str, advice: Phrase) -> Callable[[str, str], str]:
    """A reader of texts of one shape; the advice names the variable, and says where to find the right one."""

    def read(name: str, value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise WrongSetting(advice.text, name=name)
        return value

    return read


def _port(name: str, value: str) -> int:
    if not (value.isascii() and value.isdigit() and int(value) <= HIGHEST_PORT):
        raise WrongSetting(
            "{name} is not a port: give a number from 0 to {highest}, such as 8080.",
            name=name,
            highest=HIGHEST_PORT,
        )
    return int(value)


def _days(name: str, value: str) -> int:
    is_number = value.isascii() and value.isdigit() and len(value) <= len(str(MOST_DAYS))
    if not is_number or not (int(value) == 0 or FEWEST_DAYS <= int(value) <= MOST_DAYS):
        raise WrongSetting(
            "{name} is no number of days: give {fewest} to {most}, or 0 to keep all.",
            name=name,
            fewest=FEWEST_DAYS,
            most=MOST_DAYS,
        )
    return int(value)


def _grace(name: str, value: str) -> int:
    if not (value.isascii() and value.isdigit() and int(value[:10]) <= MOST_DAYS):
        raise WrongSetting(
            "{name} is no number of days: give 1 to {most}, or 0 to keep the data.",
            name=name,
            most=MOST_DAYS,
        )
    return int(value)


def _names(_name: str, value: str) -> tuple[str, ...]:
    return tuple(one for one in re.split(r"[\s,]+", value) if one)


def _keys(name: str, value: str) -> tuple[str, ...]:
    """Secrets, the newest first."""
    keys = _names(name, value)
    if not keys or any(len(one) < SHORTEST_KEY for one in keys):
        raise WrongSetting(
            "{name} is too short: give at least {n} random characters, such as {command} prints; "
            "several are parted by commas, the newest first.",
            name=name,
            n=SHORTEST_KEY,
            command=NEW_KEY,
        )
    return keys


def _proxy(name: str, value: str) -> str:
    """A proxy; without a scheme an HTTP one. With SOCKS, in each spelling, the proxy looks up the names."""
    whole = value if "://" in value else f"http://{value}"
    if not re.fullmatch(r"(https?|socks(5h?)?)://[^\s/?#]+/?", whole):
        raise WrongSetting(
            "{name} is not a proxy: give one such as http://proxy.example.org:3128 or "
            "socks5://127.0.0.1:1080.",
            name=name,
        )
    return re.sub(r"^socks(5h)?://", "socks5://", whole)


def _certificates(name: str, value: str) -> str:
    try:
        ssl.create_default_context(cafile=value)
    except OSError as error:
        raise WrongSetting(
            "{name} is no file of certificates that can be read: name one in PEM format.", name=name
        ) from error
    return value


def _level(name: str, value: str) -> str:
    if value.lower() not in LEVELS:
        raise WrongSetting("{name} is not a level: give one of {known}.", name=name, known=Listed(LEVELS))
    return value.lower()


def _language(name: str, value: str) -> str:
    if value.lower() not in LANGUAGES:
        known = Listed(tuple(LANGUAGES.values()))
        raise WrongSetting("{name} is no language of ours: give one of {known}.", name=name, known=known)
    return LANGUAGES[value.lower()]


def _format(name: str, value: str) -> LogFormat:
    if value.lower() not in list(LogFormat):
        known = Listed(tuple(one.value for one in LogFormat))
        raise WrongSetting("{name} is not a format: give one of {known}.", name=name, known=known)
    return LogFormat(value.lower())


HIGHEST_PORT = 65535
SHORTEST_KEY = 32  # characters
NEW_KEY = Code("openssl rand -base64 32")
FEWEST_DAYS, MOST_DAYS = 30, 36500  # fewer would take "you planned yesterday" and undo away
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set counts
UNTOLD = {"", "C", "POSIX"}
LEVELS = ("debug", "info", "warning", "error")
LANGUAGES = {"en": "en", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}

_database = _shaped(
    r"(sqlite:///.+|postgres(ql)?(\+psycopg)?://.+)",
    Phrase(
        "{name} is not an address of a database: give sqlite:///drumbeat.db or "
        "postgresql://user:password@host/name."
    ),
)
_https = _shaped(
    r"https://[^\s/?#]+(/[^\s?#]*)?",
    Phrase("{name} is not a public address: give one such as https://drumbeat.example.org."),
)
_url = _shaped(
    r"https?://[^\s/?#]+(/[^\s?#]*)?",
    Phrase("{name} is not an address: give one that begins with https://."),
)

GROUPS = (
    Group(
        Phrase("Slack (leave empty to run without)"),
        (
            Variable(
                "SLACK_BOT_TOKEN",
                Phrase("The bot token, from Install App in the settings of the Slack app."),
                _shaped(
                    r"xoxb-\S+",
                    Phrase(
                        "{name} is not a bot token: copy the one that begins with xoxb- from Install App."
                    ),
                ),
                is_secret=True,
            ),
            Variable(
                "SLACK_APP_TOKEN",
                Phrase(
                    "Socket Mode, which needs no public address: an app-level token with connections:write."
                ),
                _shaped(
                    r"xapp-\S+",
                    Phrase(
                        "{name} is not an app-level token: make one that begins with xapp- in Basic "
                        "Information."
                    ),
                ),
                is_secret=True,
            ),
            Variable(
                "SLACK_SIGNING_SECRET",
                Phrase("Signed HTTP instead, at /slack/events: the signing secret."),
                _shaped(
                    r"[0-9A-Za-z]{16,}",
                    Phrase("{name} is not a signing secret: copy the one in Basic Information."),
                ),
                is_secret=True,
            ),
            Variable(
                "SLACK_CLIENT_ID",
                Phrase(
                    "For several workspaces, which install the app themselves at PUBLIC_URL/slack/install, "
                    "in place of SLACK_BOT_TOKEN: the client id."
                ),
                _shaped(r"\d+\.\d+", Phrase("{name} is not a client id: copy the one in Basic Information.")),
            ),
            Variable(
                "SLACK_CLIENT_SECRET",
                Phrase("Needed with SLACK_CLIENT_ID: the client secret."),
                _shaped(
                    r"[0-9A-Za-z]{16,}",
                    Phrase("{name} is not a client secret: copy the one in Basic Information."),
                ),
                is_secret=True,
            ),
            Variable("SLACK_API_URL", Phrase("Another server in place of Slack's own."), _url),
        ),
    ),
    Group(
        Phrase("Telegram (leave empty to run without)"),
        (
            Variable(
                "TELEGRAM_BOT_TOKEN",
                Phrase("The token that BotFather gave."),
                _shaped(
                    r"\d+:[\w-]{10,}",
                    Phrase(
                        "{name} is not a token: copy the one that BotFather gave, such as 123456:ABC-def."
                    ),
                ),
                is_secret=True,
            ),
            Variable(
                "TELEGRAM_WEBHOOK_SECRET",
                Phrase(
                    "Needed with PUBLIC_URL: any 16 to 256 letters, digits, _ and -, known to nobody else."
                ),
                _shaped(
                    r"[A-Za-z0-9_-]{16,256}",
                    Phrase("{name} is no secret: give 16 to 256 letters, digits, _ and -."),
                ),
                is_secret=True,
            ),
            Variable("TELEGRAM_API_URL", Phrase("Another server in place of Telegram's own."), _url),
        ),
    ),
    Group(
        Phrase("Where the data lies"),
        (
            Variable(
                "DATABASE_URL",
                Phrase("An SQLite file, or for several processes postgresql://user:password@host/name."),
                _database,
                is_secret=True,
                is_address=True,
            ),
            Variable(
                "RETENTION_DAYS",
                Phrase(
                    "What people wrote (answers, notes, the wording in histories) is forgotten after "
                    "so many days; 0 keeps it."
                ),
                _days,
            ),
            Variable(
                "SECRET_KEY",
                Phrase(
                    "Needed with SLACK_CLIENT_ID: the workspaces' tokens are encrypted with it. At least 32 "
                    "random characters; a new one stands before the old one, parted by a comma."
                ),
                _keys,
                is_secret=True,
            ),
            Variable(
                "GRACE_DAYS",
                Phrase(
                    "Where the app is removed from a workspace that had installed it, its data is erased "
                    "after so many days; 0 keeps it."
                ),
                _grace,
            ),
        ),
    ),
    Group(
        Phrase("HTTP: /healthz, /readyz, /metrics and webhooks"),
        (
            Variable("HOST", Phrase("The address to listen on; 0.0.0.0 for all, as in a container."), _text),
            Variable("PORT", Phrase("The port to listen on."), _port),
            Variable(
                "PUBLIC_URL",
                Phrase(
                    "Where platforms and browsers reach us; if set, Telegram comes by webhook, else we poll."
                ),
                _https,
            ),
        ),
    ),
    Group(
        Phrase("The way out, for Slack and Telegram, WebSockets included (also read in lower case)"),
        (
            Variable(
                "HTTPS_PROXY",
                Phrase(
                    "The proxy that leads to them, such as http://user:password@proxy.example.org:3128 "
                    "or socks5://127.0.0.1:1080."
                ),
                _proxy,
                is_secret=True,
                is_address=True,
                is_shared=True,
            ),
            Variable(
                "ALL_PROXY",
                Phrase("The same, where HTTPS_PROXY is not set, and for addresses that begin with http://."),
                _proxy,
                is_secret=True,
                is_address=True,
                is_shared=True,
            ),
            Variable(
                "NO_PROXY",
                Phrase(
                    "Hosts that are reached without it: example.org (and all below it), 10.0.0.0/8, "
                    "or * for all."
                ),
                _names,
                is_shared=True,
            ),
            Variable(
                "SSL_CERT_FILE",
                Phrase(
                    "The certificates to believe instead of the usual ones: a PEM file, as a proxy "
                    "that looks into TLS needs."
                ),
                _certificates,
                is_shared=True,
            ),
        ),
    ),
    Group(
        Phrase("People"),
        (
            Variable(
                "DRUMBEAT_ADMINS",
                Phrase(
                    "The first administrators, instead of the one-time code of the first start: "
                    "slack:U012AB3CD, telegram:12345678."
                ),
                _names,
            ),
        ),
    ),
    Group(
        Phrase("Languages"),
        (
            Variable(
                "DRUMBEAT_LANGUAGE",
                Phrase("What the command line speaks: en, zh-Hans or zh-Hant; empty: as LANG says."),
                _language,
            ),
        ),
    ),
    Group(
        Phrase("Logs"),
        (
            Variable("LOG_LEVEL", Phrase("What is logged from: debug, info, warning or error."), _level),
            Variable(
                "LOG_FORMAT", Phrase("text, json, or auto: text on a terminal, JSON elsewhere."), _format
            ),
        ),
    ),
)

VARIABLES = tuple(variable for group in GROUPS for variable in group.variables)


def settings(file: Path = ENV_FILE, environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; the environment wins over the file, and empty is the same as not there.

    Raises:
        WrongSetting: a value can't be right, or one that another needs is missing.
    """
    both = _given(dotenv_values(file)) | _given(os.environ if environment is None else environment)
    texts = {one.name: text for one in VARIABLES if (text := _text_of(one, both)) is not None}
    read: dict[str, Any] = {
        one.field: one.read(one.name, texts[one.name]) for one in VARIABLES if one.name in texts
    }
    made = replace(Settings(), **read)
    _check_pairs(made)
    return made


def languages(file: Path = ENV_FILE, environment: Mapping[str, str] | None = None) -> list[str]:
    """Tags such as zh_CN of what whoever types wants to read, best first; by gettext's rules."""
    given = os.environ if environment is None else environment
    own = given.get("DRUMBEAT_LANGUAGE") or dotenv_values(file).get("DRUMBEAT_LANGUAGE")
    locale = next((given[name] for name in LOCALE if given.get(name)), "")
    if own or locale.partition(".")[0] in UNTOLD:
        return [own] if own else []
    listed = [one for one in given.get("LANGUAGE", "").split(":") if one]
    return [re.split(r"[.@]", one)[0] for one in (*listed, locale)]


def _given(values: Mapping[str, str | None]) -> dict[str, str]:
    """What is not empty; a shared variable in lower case counts where it is not there in upper case."""
    given = {name: value for name, value in values.items() if value and value.strip()}
    lower = {
        one.name: given[one.name.lower()] for one in VARIABLES if one.is_shared and one.name.lower() in given
    }
    return lower | given


def _text_of(variable: Variable, given: Mapping[str, str]) -> str | None:
    """A variable's text, or for a secret what its file holds."""
    text, file = given.get(variable.name), given.get(variable.file) if variable.is_secret else None
    if file is None:
        return text.strip() if text is not None else None
    if text is not None:
        raise WrongSetting(
            "{name} and {file} are both set: keep one of them.", name=variable.name, file=variable.file
        )
    try:
        held = Path(file.strip()).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = (error.strerror or "") if isinstance(error, OSError) else phrase("not a text")
        raise WrongSetting(
            "{name} {file} can't be read ({why}): name a file that holds the secret alone.",
            name=variable.file,
            file=file.strip(),
            why=why,
        ) from error
    if not held:
        raise WrongSetting(
            "{name} {file} is empty: put the secret into it.", name=variable.file, file=file.strip()
        )
    return held


def _check_many(made: Settings) -> None:
    """What it takes to let workspaces install the app themselves."""
    if not made.slack_client_id or not made.slack_client_secret:
        name = "SLACK_CLIENT_SECRET" if made.slack_client_id else "SLACK_CLIENT_ID"
        raise WrongSetting(
            "{name} is missing: copy both, client id and client secret, from Basic Information.", name=name
        )
    if made.slack_bot_token:
        raise WrongSetting(
            "SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set: keep the token for one workspace, or the "
            "client id for several. What the one has is kept when it installs the app at /slack/install."
        )
    if not made.public_url:
        raise WrongSetting(
            "PUBLIC_URL is missing, which SLACK_CLIENT_ID makes necessary: give the address under which "
            "browsers reach /slack/install, such as https://drumbeat.example.org."
        )
    if not made.secret_key:
        raise WrongSetting(
            "SECRET_KEY is missing, which SLACK_CLIENT_ID makes necessary: the workspaces' tokens are "
            "encrypted with it. Give what {command} prints, and keep it apart from the backups.",
            command=NEW_KEY,
        )
    if not (made.slack_app_token or made.slack_signing_secret):
        raise WrongSetting(
            "SLACK_CLIENT_ID needs SLACK_SIGNING_SECRET (HTTP) or SLACK_APP_TOKEN (Socket Mode) beside it: "
            "set one of them."
        )


def _check_pairs(made: Settings) -> None:
    if made.is_for_many or made.slack_client_secret:
        _check_many(made)
    if made.slack_bot_token and not (made.slack_app_token or made.slack_signing_secret):
        raise WrongSetting(
            "SLACK_BOT_TOKEN needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) beside it: "
            "set one of them, or neither of the three."
        )
    if not made.has_slack and (made.slack_app_token or made.slack_signing_secret):
        raise WrongSetting(
            "SLACK_BOT_TOKEN is missing: copy the one that begins with xoxb- from Install App (for several "
            "workspaces set SLACK_CLIENT_ID instead), or leave the other Slack settings empty."
        )
    if made.has_telegram and made.public_url and not made.telegram_webhook_secret:
        raise WrongSetting(
            "TELEGRAM_WEBHOOK_SECRET is missing, which PUBLIC_URL makes necessary: "
            "set 16 to 256 letters, digits, _ and -, or leave PUBLIC_URL empty to poll."
        )


def held(variable: Variable, made: Settings) -> Value:
    """What a variable holds now, as one may show it: no secret."""
    value: Setting = getattr(made, variable.field)
    if value in {"", ()}:
        return phrase("(not set)")
    if variable.is_secret and isinstance(value, tuple):
        return counted("(set, {n} of them)", "(set, {n} of them)", len(value))
    if variable.is_secret and not variable.is_address:
        return counted("(set, {n} character)", "(set, {n} characters)", len(str(value)))
    if isinstance(value, tuple):
        return Series(value)
    return without_password(str(value))


def without_password(value: str) -> str:
    """An address whose password nobody needs to see."""
    parts = urlsplit(value)
    if not parts.scheme or "@" not in parts.netloc:
        return re.sub(r"(password=)[^&\s]+", r"\1***", value)
    user, _, host = parts.netloc.rpartition("@")
    hidden = parts._replace(netloc=f"{user.partition(':')[0]}:***@{host}")
    return re.sub(r"(password=)[^&\s]+", r"\1***", urlunsplit(hidden))


def example() -> str:
    """The text of `.env.example`."""
    return "\n".join(_example_lines()) + "\n"


def _example_lines() -> Iterator[str]:
    yield "# Settings. Copy this file to .env and fill in what you use. Everything may as well come from the"
    yield "# environment, which wins. `drumbeat config` lists all settings and says what holds now."
    yield "# A secret may also lie in a file: SLACK_BOT_TOKEN_FILE=/run/secrets/slack_bot_token."
    default = Settings()
    for group in GROUPS:
        yield ""
        yield f"# --- {group.title.text} ---"
        for variable in group.variables:
            value = getattr(default, variable.field)
            yield f"# {variable.meaning.text}"
            if value not in {"", ()}:
                yield f"# Default: {value}"
            yield f"{variable.name}="
