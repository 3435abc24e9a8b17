"""The commands, a file a subject."""

from bot.command import Commands
from bot.handlers import (
    adding,
    blockers,
    calendars,
    checkups,
    delays,
    ladders,
    links,
    lists,
    milestones,
    people,
    plans,
    privacy,
    projects,
    records,
    settings,
    setups,
    standups,
    task_forms,
    tasks,
    team,
)
from bot.handlers import help as help_handlers
from bot.handlers.chinese import WORDS
from bot.parameters import KINDS


def all_commands() -> Commands:
    """Return a registry that knows every command."""
    commands = Commands(KINDS, WORDS)
    for subject in (
        adding,
        tasks,
        task_forms,
        lists,
        delays,
        blockers,
        ladders,
        milestones,
        plans,
        projects,
        records,
        team,
        people,
        settings,
        setups,
        links,
        calendars,
        standups,
        privacy,
        checkups,
        help_handlers,
    ):
        subject.register(commands)
    return commands
