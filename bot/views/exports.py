"""What is held of somebody, as they read it in a chat."""

from collections.abc import Mapping, Sequence

from bot.message import Audience, Code, Line, Message, Phrase, counted, item, note
from bot.message import Kind as LineKind

TITLES: Mapping[str, Phrase] = {
    "people": Phrase("You"),
    "accounts": Phrase("Your logins"),
    "members": Phrase("Your projects and roles"),
    "leaves": Phrase("Your days away"),
    "notes": Phrase("Your notes"),
    "answers": Phrase("Your stand-up answers"),
    "tasks": Phrase("Tasks that you own, made or accept"),
    "blockers": Phrase("Blockers that you raised, have or cleared"),
}


def part(name: str, rows: Sequence[str]) -> Message:
    """Return some rows of one table, as they are kept."""
    title = Line((TITLES[name],), LineKind.HEADING)
    return Message((title, *(item(row) for row in rows)), audience=Audience.PRIVATE)


def rest(more: int) -> Line:
    """Return where the rest is."""
    if more <= 0:
        return note(
            "The trail of what you changed is in the whole export, which whoever runs me makes: {command}",
            command=Code("drumbeat export"),
        )
    return note(
        "There is more, and the trail of what you changed. Whoever runs me makes the whole export: {command}",
        command=Code("drumbeat export"),
    )


def sent(messages: int) -> Message:
    """Return the answer to `export me`."""
    told = counted(
        "I'm sending you what I hold about you, in {n} message.",
        "I'm sending you what I hold about you, in {n} messages.",
        messages,
    )
    return Message((Line((told,)),), audience=Audience.PRIVATE)
