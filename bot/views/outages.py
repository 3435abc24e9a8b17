"""What admins are told when a platform refuses our token, and when it takes it again."""

from datetime import datetime

from bot.message import Code, Instant, Line, Message, line, phrase, row
from storage.models import Installation
from storage.words import Platform


def refused(installation: Installation, why: str, now: datetime) -> Message:
    """Return what an admin hears elsewhere while nothing gets through."""
    said = phrase(
        "{platform} does not take my token any more ({why}), since {moment}.",
        platform=_name(installation),
        why=Code(why),
        moment=Instant(now),
    )
    return Message(
        (
            row(said, sign="⛔"),
            line("What is for there waits, and nothing is lost; I try again by myself."),
            _what_to_do(installation),
        )
    )


def _what_to_do(installation: Installation) -> Line:
    if installation.grant_id is not None:
        return line("If it was revoked: install me there again, in the browser as the first time.")
    return line(
        "If it was revoked: install me there again, put the new token into the settings and start me "
        "again. {command} says whether it is good.",
        command=Code("drumbeat doctor"),
    )


def taken_again(installation: Installation, since: datetime) -> Message:
    """Return what becomes of it when messages get through again."""
    said = phrase(
        "{platform} takes my token again. What has waited since {moment} is being delivered.",
        platform=_name(installation),
        moment=Instant(since),
    )
    return Message((row(said, sign="🟢"),))


def _name(installation: Installation) -> str:
    match installation.platform:
        case Platform.SLACK:
            return "Slack"
        case Platform.TELEGRAM:
            return "Telegram"
        case Platform.CONSOLE:
            return "The console"
