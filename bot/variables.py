"""Which settings there are: the one table that `drumbeat config` lists and `.env.example` is made of."""

from collections.abc import Callable
from dataclasses import dataclass

from bot import setting_values as values
from bot.logs import LogFormat
from bot.message import Phrase

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


_database = values.shaped(
    r"(sqlite:///.+|postgres(ql)?(\+psycopg)?://.+)",
    Phrase(
        "{name} is not an address of a database: give sqlite:///drumbeat.db or "
        "postgresql://user:password@host/name."
    ),
)
_https = values.shaped(
    r"https://[^\s/?#]+(/[^\s?#]*)?",
    Phrase("{name} is not a public address: give one such as https://drumbeat.example.org."),
)
_url = values.shaped(
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
                values.shaped(
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
                values.shaped(
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
                values.shaped(
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
                values.shaped(
                    r"\d+\.\d+", Phrase("{name} is not a client id: copy the one in Basic Information.")
                ),
            ),
            Variable(
                "SLACK_CLIENT_SECRET",
                Phrase("Needed with SLACK_CLIENT_ID: the client secret."),
                values.shaped(
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
                values.shaped(
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
                values.shaped(
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
                values.days,
            ),
            Variable(
                "SECRET_KEY",
                Phrase(
                    "Needed with SLACK_CLIENT_ID: the workspaces' tokens are encrypted with it. At least 32 "
                    "random characters; a new one stands before the old one, parted by a comma."
                ),
                values.keys,
                is_secret=True,
            ),
            Variable(
                "GRACE_DAYS",
                Phrase(
                    "Where the app is removed from a workspace that had installed it, its data is erased "
                    "after so many days; 0 keeps it."
                ),
                values.grace,
            ),
        ),
    ),
    Group(
        Phrase("HTTP: /healthz, /readyz, /metrics and webhooks"),
        (
            Variable(
                "HOST", Phrase("The address to listen on; 0.0.0.0 for all, as in a container."), values.text
            ),
            Variable("PORT", Phrase("The port to listen on."), values.port),
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
                values.proxy,
                is_secret=True,
                is_address=True,
                is_shared=True,
            ),
            Variable(
                "ALL_PROXY",
                Phrase("The same, where HTTPS_PROXY is not set, and for addresses that begin with http://."),
                values.proxy,
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
                values.names,
                is_shared=True,
            ),
            Variable(
                "SSL_CERT_FILE",
                Phrase(
                    "The certificates to believe instead of the usual ones: a PEM file, as a proxy "
                    "that looks into TLS needs."
                ),
                values.certificates,
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
                values.names,
            ),
        ),
    ),
    Group(
        Phrase("Languages"),
        (
            Variable(
                "DRUMBEAT_LANGUAGE",
                Phrase("What the command line speaks: en, zh-Hans or zh-Hant; empty: as LANG says."),
                values.language,
            ),
        ),
    ),
    Group(
        Phrase("Logs"),
        (
            Variable(
                "LOG_LEVEL", Phrase("What is logged from: debug, info, warning or error."), values.level
            ),
            Variable(
                "LOG_FORMAT",
                Phrase("text, json, or auto: text on a terminal, JSON elsewhere."),
                values.log_format,
            ),
        ),
    ),
)

VARIABLES = tuple(variable for group in GROUPS for variable in group.variables)
