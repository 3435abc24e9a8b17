"""What one can type behind `drumbeat`, and argparse's own words, in the language of whoever types."""

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn

from bot.message import Listed, Phrase, Value, phrase
from bot.outgoing import Reader
from bot.wording import LANGUAGES, words

CONSOLE_DATABASE = "sqlite:///drumbeat-console.db"
NOT_READ = 2

# What argparse finds wrong, as Python 3.11 to 3.15 say it, but for the quotes.
WRONG = (
    Phrase("the following arguments are required: {names}"),
    Phrase("unrecognized arguments: {names}"),
    Phrase("argument {name}: invalid choice: {given}, maybe you meant {near}? (choose from {known})"),
    Phrase("argument {name}: invalid choice: {given} (choose from {known})"),
    Phrase("argument {name}: expected one argument"),
    Phrase("argument {name}: ignored explicit argument {given}"),
)
SEVERAL = {"known", "names"}

_HEADING = re.compile(r"^(\S.*):$", re.MULTILINE)

Adds = Callable[[str, Phrase], "Parser"]


class Parser(argparse.ArgumentParser):
    """An argument parser whose help and errors are in the reader's language."""

    def __init__(
        self,
        prog: str,
        description: str,
        reader: Reader,
        color: bool = False,  # noqa: ARG002, FBT001, FBT002 - handed on by Python 3.14
    ) -> None:
        """Take what it is called, what it is for, and who reads."""
        usage = phrase("usage: {line}", line="")
        super().__init__(
            prog=prog,
            description=description,
            add_help=False,
            formatter_class=partial(_Formatter, prefix=words(usage, reader)),
        )
        self._reader = reader
        self._options = self.add_argument_group(words(phrase("options"), reader))
        self._options.add_argument("-h", "--help", action="help", help=words(phrase("show this"), reader))
        self._places: argparse._ArgumentGroup | None = None

    def takes(self, name: str, shown: Phrase, meaning: Phrase) -> None:
        """Take a file, or a word, at this place."""
        if self._places is None:
            self._places = self.add_argument_group(words(phrase("arguments"), self._reader))
        kind = Path if name == "file" else str
        shown_as, told = words(shown, self._reader), words(meaning, self._reader)
        self._places.add_argument(name, type=kind, metavar=shown_as, help=told)

    def may_take(
        self, name: str, meaning: Phrase, default: str | None = None, known: Sequence[str] | None = None
    ) -> None:
        """Take an option with a value, of those that are `known` where there are some."""
        kind = Path if name == "--file" else str
        told = words(meaning, self._reader)
        shown = f"{{{','.join(known)}}}" if known else name.lstrip("-").upper()
        self._options.add_argument(name, type=kind, default=default, choices=known, metavar=shown, help=told)

    def may_say(self, name: str, meaning: Phrase) -> None:
        """Take an option without a value."""
        self._options.add_argument(name, action="store_true", help=words(meaning, self._reader))

    def read(self, line: Sequence[str] | None = None) -> argparse.Namespace:
        """Read a line, or what the process was started with; what is left over is named."""
        found, left = self.parse_known_args(line)
        if left:
            self.complain(phrase("unrecognized arguments: {names}", names=Listed(tuple(left))))
        return found

    def error(self, message: str) -> NoReturn:
        """Say what argparse finds wrong, and leave."""
        self.complain(wrong(message))

    def complain(self, problem: Phrase) -> NoReturn:
        """Say what is wrong below the usage line, and leave."""
        self.print_usage(sys.stderr)
        said = phrase("{program}: {problem}", program=self.prog, problem=problem)
        self.exit(NOT_READ, f"{words(said, self._reader)}\n")


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str, *, prefix: str) -> None:
        super().__init__(prog)
        self._prefix = prefix

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, self._prefix if prefix is None else prefix)

    def format_help(self) -> str:
        told = super().format_help()
        return told if ":" in self._prefix else _HEADING.sub(r"\1：", told)  # full width, as all of it


def wrong(message: str) -> Phrase:
    """Return what argparse finds wrong as a sentence for the catalogs; what it says anew stands in one."""
    for sentence in WRONG:
        pieces = re.split(r"\{(\w+)\}", sentence.text)
        pattern = "".join(
            f"(?P<{one}>.+?)" if place % 2 else re.escape(one) for place, one in enumerate(pieces)
        )
        found = re.fullmatch(pattern, message)
        if found:
            return phrase(
                sentence.text, **{name: _value(name, text) for name, text in found.groupdict().items()}
            )
    return phrase("this can't be read ({problem})", problem=message)


def _value(name: str, text: str) -> Value:
    plain = text.replace("'", "")
    return Listed(tuple(re.split(r",? ", plain))) if name in SEVERAL else plain


def parser(reader: Reader) -> Parser:
    """Return what reads the command line."""
    whole = Parser("drumbeat", words(phrase("The project manager's right hand in chat."), reader), reader)
    jobs = whole.add_subparsers(
        dest="job",
        required=True,
        title=words(phrase("commands"), reader),
        metavar=words(phrase("COMMAND"), reader),
        parser_class=Parser,
    )

    def add(name: str, meaning: Phrase) -> Parser:
        told = words(meaning, reader)
        return jobs.add_parser(name, help=told, description=told, reader=reader)

    _running(add, reader)
    _keeping(add)
    _printing(add)
    return whole


def _running(add: Adds, reader: Reader) -> None:
    add("run", phrase("run it on the platforms that are set up"))
    add("web", phrase("run only what comes by HTTP; needs PostgreSQL and a worker beside it"))
    add("worker", phrase("run all but HTTP: sockets, polling, delivery, what is due"))
    console = add("console", phrase("talk to it here in the terminal"))
    console.may_take("--database", phrase("where its data lies"), CONSOLE_DATABASE)
    played = add("demo", phrase("watch a week of a small project"))
    played.may_take("--language", phrase("what is spoken in it"), reader.language, LANGUAGES)


def _keeping(add: Adds) -> None:
    file = phrase("FILE")
    add("migrate", phrase("bring the database to the newest tables"))
    add("backup", phrase("copy the SQLite database while it runs")).takes(
        "file", file, phrase("where the copy shall lie")
    )
    put_back = add("restore", phrase("put a copy in the place of the SQLite database"))
    put_back.takes("file", file, phrase("the copy"))
    add("rotate-key", phrase("put the workspaces' tokens under the newest key of SECRET_KEY"))
    told = add("export", phrase("write all that is held of a person, as JSON"))
    told.takes("person", phrase("PERSON"), phrase("their name, handle or id on their platform"))
    told.may_take("--file", phrase("where it shall lie; without, it is printed"))


def _printing(add: Adds) -> None:
    given = add("days", phrase("give a project its days off, and days worked all the same, from a file"))
    given.takes("project", phrase("PROJECT"), phrase("its key, such as WEB"))
    given.takes("file", phrase("FILE"), phrase("lines with a date and a name, CSV, or an .ics calendar"))
    add("doctor", phrase("look whether everything is well, and say what to do"))
    add("config", phrase("list all settings"))
    printed = add("manifest", phrase("print the manifest of the Slack app"))
    printed.may_take("--url", phrase("your public address, for HTTP instead of Socket Mode"))
    printed.may_take(
        "--oauth", phrase("the public address at which several workspaces install it themselves")
    )
    printed.may_say("--org", phrase("let an Enterprise Grid install it for all of its workspaces"))
    printed.may_take("--command", phrase("the slash command"), "pm")
    printed.may_take("--language", phrase("of Slack's own menus"), "en", LANGUAGES)
    printed.may_say("--read-threads", phrase("hear replies in its threads as well"))
    docs = add("docs", phrase("write docs/commands.md from the commands"))
    docs.may_say("--check", phrase("only say whether it is up to date"))
