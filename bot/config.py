"""Settings: the only reader of the environment and of `.env`."""

import os
import re
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from dotenv import dotenv_values

from bot.errors import WrongSetting
from bot.logs import LogFormat
from bot.message import Series, Value, counted, phrase
from bot.network import Network
from bot.setting_values import NEW_KEY
from bot.variables import GROUPS, VARIABLES, Setting, Variable

ENV_FILE = Path(".env")
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set counts
UNTOLD = {"", "C", "POSIX"}


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
