"""What is said when the bot comes into a chat, or is taken out of it."""

from bot.message import (
    Audience,
    Bold,
    Button,
    Code,
    Link,
    Message,
    Style,
    button,
    line,
    link_button,
    note,
    phrase,
    says,
)
from storage.models import Channel, Project


def stranger(link: Link | None, *, is_pressed: bool) -> Message:
    """Return what somebody is told whom nobody let in; `link` leads into the project of their group."""
    if link is None:
        return says("I don't know you here yet. Ask a lead or an admin of the team for an invitation.")
    told = line("I don't know you yet. Join {project} with the button here, once.", project=Bold(link.text))
    if is_pressed:
        return Message((told,))
    return Message((told,), (link_button("Join {project}", link.url, project=link.text),))


def anonymous() -> Message:
    """Return what a group is told where somebody spoke to the bot in its name."""
    said = line(
        "I can't see who speaks in the name of the group. Please speak as yourself: turn off "
        "“Remain anonymous” in your admin rights for a moment, or write to me in private."
    )
    return Message((said,), audience=Audience.PLACE)


def hears_now() -> Message:
    """Return what a group is told when the bot has become its admin."""
    told = line("I'm an admin here now: what begins with my name reaches me as well.")
    return Message((told,), audience=Audience.PLACE)


def welcome(project: Project | None, *, hears_all: bool | None) -> Message:
    """Return what a chat is told when the bot is put into it.

    `hears_all`: whether a mention reaches it there; None where that is no question.
    """
    if project is not None:
        back = line("I'm back. {project} lives here.", project=Bold(project.name))
        return Message((back,), (_help(),), audience=Audience.PLACE)
    lines = [
        line("Hello. I keep the plan, ask the daily question, and say early when a date will slip."),
        line("One button sets up a project here: its team, its calendar and its stand-up."),
        line("Or let one that exists live here: {command}", command=Code("/pm project bind WEB")),
    ]
    if hears_all:
        lines.append(note("Mentions reach me here; what is not for me I drop unread."))
    elif hears_all is not None:
        lines.append(note("Here I hear only what begins with / and replies to me."))
    begin = button("Set up this channel", "setup", Style.PRIMARY)
    return Message(tuple(lines), (begin,), audience=Audience.PLACE)


def _help() -> Button:
    return button("Help", "help")


def gone(project: Project, channel: Channel, *, has_others: bool) -> Message:
    """Return what a lead is told when the bot was taken out of their project's channel."""
    name = channel.name or channel.external_id
    lines = [
        line("I was taken out of {channel}, where {project} lived.", channel=name, project=Bold(project.name))
    ]
    if not has_others:
        command = Code(phrase("/pm project bind {key}", key=project.key))
        lines.append(line("It has no channel now. Put me into one and say {command} there.", command=command))
    return Message(tuple(lines))


def not_told() -> Message:
    """Return the answer to somebody of whom the platform has not said in time who they are."""
    return says("Slack has not told me yet who you are, so nothing was changed. Please say it again.")
