"""Commands: what a handler works with, how its parameters are declared, and the registry that reads lines."""

from bot.command.courtesy import polite
from bot.command.errors import MOST_SHOWN, BadLine, Leftover, Missing, Unknown
from bot.command.names import Names
from bot.command.registry import Commands
from bot.command.request import MENTION, Done, Request, with_names
from bot.command.spec import Call, Kind, Marker, Parameter, Spec, Spoken, Taken

__all__ = [
    "MENTION",
    "MOST_SHOWN",
    "BadLine",
    "Call",
    "Commands",
    "Done",
    "Kind",
    "Leftover",
    "Marker",
    "Missing",
    "Names",
    "Parameter",
    "Request",
    "Spec",
    "Spoken",
    "Taken",
    "Unknown",
    "polite",
    "with_names",
]
