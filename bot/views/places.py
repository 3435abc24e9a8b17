"""What is said when the bot comes into a chat, or is taken out of it."""

from bot.message import Audience, Bold, Button, Code, Message, Style, button, line, note, phrase
from storage.models import Channel, Project


def welcome(project: Project | None, *, hears_all: bool) -> Message:
    """Return what a chat is told when the bot is put into it; `hears_all`: a mention reaches it there."""
    if project is not None:
        back = line("I'm back. {project} lives here.", project=Bold(project.name))
        return Message((back,), (_help(),), audience=Audience.PLACE)
    lines = [
        line("Hello. I keep the plan, ask the daily question, and say early when a date will slip."),
        line("One button sets up a project here: its team, its calendar and its stand-up."),
        line("Or let one that exists live here: {command}", command=Code("/pm project bind WEB")),
    ]
    if not hears_all:
        lines.append(note("Here I hear only what begins with / and replies to me."))
    begin = button("Set up this channel", "setup", Style.PRIMARY)
    return Message(tuple(lines), (begin, _help()), audience=Audience.PLACE)


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
