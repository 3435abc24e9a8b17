"""A group is asked in: the link, and how many have pressed it."""

from bot.message import Audience, Bold, Message, counted, line, link_button, phrase, row
from storage.models import Project


def joining(project: Project, joined: int, headcount: int | None, bot_name: str, code: str) -> Message:
    """Return the post that asks a group in, with a link to the private chat.

    `headcount` is how many people are in the group; None where nobody knows.
    """
    asked = line(
        "Who works on {project}? Press the button once: I'll ask you the daily question in private.",
        project=Bold(project.name),
    )
    so_far = row(counted("one has joined", "{n} have joined", joined))
    if headcount is not None and joined <= headcount:
        so_far = row(phrase("{n} of {all} joined", n=joined, all=headcount))
    join = link_button("Join {project}", address(bot_name, code), project=project.name)
    return Message((asked, so_far), (join,), audience=Audience.PLACE)


def address(bot_name: str, code: str) -> str:
    """Return the address that opens the private chat with a code."""
    return f"https://t.me/{bot_name}?start={code}"
