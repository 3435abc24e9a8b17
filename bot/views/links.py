"""Several logins of one person, as they see them."""

from collections.abc import Mapping, Sequence

from bot.message import (
    Audience,
    Bold,
    Button,
    Code,
    Message,
    Phrase,
    Series,
    Style,
    button,
    heading,
    item,
    line,
    link_button,
    note,
    phrase,
    says,
)
from storage.models import Account, Installation, LinkCode, Person
from storage.words import Platform

NAMES: Mapping[Platform, str] = {
    Platform.SLACK: "Slack",
    Platform.TELEGRAM: "Telegram",
    Platform.CONSOLE: "Console",
}


def offered(code: str, others: Sequence[Installation]) -> Message:
    """Return a fresh code, and where to say it."""
    if not others:
        return says("I am on one platform only here, so there is nothing to link.").to(Audience.PRIVATE)
    words = Code(phrase("link {code}", code=code))
    lines = [
        line(
            "Say this to me on {platform}, in private, within 15 minutes: {words}",
            platform=NAMES[one.platform],
            words=words,
        )
        for one in others
    ]
    ways = tuple(
        link_button("Open Telegram", f"https://t.me/{one.bot_name}?start={code}")
        for one in others
        if one.platform is Platform.TELEGRAM and one.bot_name
    )
    return Message(
        (*lines, note("It works once. Whoever has it can act as you.")), ways, audience=Audience.PRIVATE
    )


def ask(link: LinkCode, other: Person, by: Person) -> Message:
    """Return the question whether both are one person."""
    asked = line(
        "Are you {other} as well? Your tasks and projects as {name} will be theirs.",
        other=Bold(other.name),
        name=by.name,
    )
    yes = button("Yes, join us", f"link join {link.id}", Style.PRIMARY)
    return Message((asked,), (yes, button("No", f"link leave {link.id}")), audience=Audience.PRIVATE)


def joined(person: Person) -> Message:
    """Return the answer to having joined."""
    return says("You are {name} here as well now.", name=Bold(person.name)).to(Audience.PRIVATE)


def joined_elsewhere(logins: Sequence[Account]) -> Message:
    """Return what is said where the code came from."""
    names = Series(tuple(sorted({_login(one) for one in logins})))
    told = line("You are linked with {login} now; your tasks and messages are the same there.", login=names)
    return Message((told,), tuple(_part(one) for one in logins))


def left_apart() -> Message:
    """Return the answer to "no"."""
    return says("Nothing was joined.").to(Audience.PRIVATE)


def logins(found: Sequence[Account], via: Platform | None) -> Message:
    """Return where somebody is known, with a way to part each, and where they are written to first."""
    lines = [
        item(_login(one), phrase("written to first") if via is one.platform else None, _reach(one))
        for one in found
    ]
    buttons: list[Button] = []
    if len(found) > 1:
        buttons += [
            button(
                "Write to me on {platform}",
                f"settings via {one.platform.value}",
                platform=NAMES[one.platform],
            )
            for one in found
            if one.platform is not via
        ]
        buttons += [_part(one) for one in found]
    return Message((heading("Your logins"), *lines), tuple(buttons), audience=Audience.PRIVATE)


def parted(account: Account) -> Message:
    """Return the answer to having parted one."""
    return says("{login} is on its own again. What you did stays yours.", login=_login(account)).to(
        Audience.PRIVATE
    )


def written_via(platform: Platform) -> Message:
    """Return the answer to a choice of platform."""
    return says(
        "I write to you on {platform} first, and elsewhere where I can't reach you there.",
        platform=NAMES[platform],
    ).to(Audience.PRIVATE)


def _reach(one: Account) -> Phrase | None:
    return None if one.is_reachable else phrase("not reachable")


def _login(one: Account) -> str:
    return f"{NAMES[one.platform]} ({one.handle or one.external_id})"


def _part(one: Account) -> Button:
    return button("Unlink {login}", f"unlink {one.id}", Style.DANGER, login=_login(one))
