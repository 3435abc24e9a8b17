"""How the text of a setting is read: each reader is handed the variable's name, and raises WrongSetting."""

import re
import ssl
from collections.abc import Callable

from bot.errors import WrongSetting
from bot.logs import LogFormat
from bot.message import Code, Listed, Phrase

HIGHEST_PORT = 65535
SHORTEST_KEY = 32  # characters
NEW_KEY = Code("openssl rand -base64 32")
FEWEST_DAYS, MOST_DAYS = 30, 36500  # fewer would take "you planned yesterday" and undo away
LEVELS = ("debug", "info", "warning", "error")
LANGUAGES = {"en": "en", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}


def text(_name: str, value: str) -> str:
    """Any text."""
    return value


def shaped(pattern: str, advice: Phrase) -> Callable[[str, str], str]:
    """A reader of texts of one shape; the advice names the variable, and says where to find the right one."""

    def read(name: str, value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise WrongSetting(advice.text, name=name)
        return value

    return read


def port(name: str, value: str) -> int:
    """A port."""
    if not (value.isascii() and value.isdigit() and int(value) <= HIGHEST_PORT):
        raise WrongSetting(
            "{name} is not a port: give a number from 0 to {highest}, such as 8080.",
            name=name,
            highest=HIGHEST_PORT,
        )
    return int(value)


def days(name: str, value: str) -> int:
    """A number of days that is not too small."""
    is_number = value.isascii() and value.isdigit() and len(value) <= len(str(MOST_DAYS))
    if not is_number or not (int(value) == 0 or FEWEST_DAYS <= int(value) <= MOST_DAYS):
        raise WrongSetting(
            "{name} is no number of days: give {fewest} to {most}, or 0 to keep all.",
            name=name,
            fewest=FEWEST_DAYS,
            most=MOST_DAYS,
        )
    return int(value)


def grace(name: str, value: str) -> int:
    """A number of days."""
    if not (value.isascii() and value.isdigit() and int(value[:10]) <= MOST_DAYS):
        raise WrongSetting(
            "{name} is no number of days: give 1 to {most}, or 0 to keep the data.",
            name=name,
            most=MOST_DAYS,
        )
    return int(value)


def names(_name: str, value: str) -> tuple[str, ...]:
    """Words parted by spaces or commas."""
    return tuple(one for one in re.split(r"[\s,]+", value) if one)


def keys(name: str, value: str) -> tuple[str, ...]:
    """Secrets, the newest first."""
    keys = names(name, value)
    if not keys or any(len(one) < SHORTEST_KEY for one in keys):
        raise WrongSetting(
            "{name} is too short: give at least {n} random characters, such as {command} prints; "
            "several are parted by commas, the newest first.",
            name=name,
            n=SHORTEST_KEY,
            command=NEW_KEY,
        )
    return keys


def proxy(name: str, value: str) -> str:
    """A proxy; without a scheme an HTTP one. With SOCKS, in each spelling, the proxy looks up the names."""
    whole = value if "://" in value else f"http://{value}"
    if not re.fullmatch(r"(https?|socks(5h?)?)://[^\s/?#]+/?", whole):
        raise WrongSetting(
            "{name} is not a proxy: give one such as http://proxy.example.org:3128 or "
            "socks5://127.0.0.1:1080.",
            name=name,
        )
    return re.sub(r"^socks(5h)?://", "socks5://", whole)


def certificates(name: str, value: str) -> str:
    """A file of certificates."""
    try:
        ssl.create_default_context(cafile=value)
    except OSError as error:
        raise WrongSetting(
            "{name} is no file of certificates that can be read: name one in PEM format.", name=name
        ) from error
    return value


def level(name: str, value: str) -> str:
    """A level of logs."""
    if value.lower() not in LEVELS:
        raise WrongSetting("{name} is not a level: give one of {known}.", name=name, known=Listed(LEVELS))
    return value.lower()


def language(name: str, value: str) -> str:
    """One of our languages."""
    if value.lower() not in LANGUAGES:
        known = Listed(tuple(LANGUAGES.values()))
        raise WrongSetting("{name} is no language of ours: give one of {known}.", name=name, known=known)
    return LANGUAGES[value.lower()]


def log_format(name: str, value: str) -> LogFormat:
    """How logs are written."""
    if value.lower() not in list(LogFormat):
        known = Listed(tuple(one.value for one in LogFormat))
        raise WrongSetting("{name} is not a format: give one of {known}.", name=name, known=known)
    return LogFormat(value.lower())
