"""Keeps the catalogs in step with the source: `python -m tests.catalogs`, or with --check to look only.

A text for people is the first argument of one of the constructors in bot/message.py, of a UserError, or a
command's summary; an example of what one can type is that of Code. It is found by reading the source, so
it must be a literal where it is handed over, or a name that only literals are bound to. A function that
hands its own parameter on counts as a constructor.
"""

import ast
import re
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from bot.wording import TYPED

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "bot"
LANGUAGES = ("zh_Hans", "zh_Hant")
HEADER = """\
# {name} texts of Drumbeat. Written by hand, beside each sentence of the source; `make texts` brings new ones.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
NAMES = {"zh_Hans": "Simplified Chinese", "zh_Hant": "Traditional Chinese (Taiwan)"}
PLACEHOLDER = re.compile(r"\{(\w+)\}")

# Which arguments of a call are texts, by the name that is called.
TEXTS: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(("line", "phrase", "heading", "note", "says", "button", "link_button", "Phrase"), (0,)),
    "gettext": (0,),
    "counted": (0, 1),
    "ngettext": (0, 1),
}
PLURALS = {"counted", "_counted", "ngettext"}
BY_ATTRIBUTE = {"gettext", "ngettext"}  # called on a catalog; the constructors are called by their own names
CONSTRUCTORS = "bot/message.py"
SUPER = "super().__init__ of an error"
BESIDE = {"row", "item", "Listed"}  # what stands beside phrases is shown as it is
LETTERS = re.compile(r"(?!Drumbeat\b)\b[^\W\d_]{2,}")  # the bot's name is no word


class Text(NamedTuple):
    """A sentence, or its singular and plural; `context` tells an example of what one can type."""

    one: str
    many: str = ""
    context: str = ""

    @property
    def id(self) -> str | tuple[str, str]:
        """Its id in a catalog."""
        return (self.one, self.many) if self.many else self.one


@dataclass(slots=True)
class Texts:
    """The texts of the source with the files they stand in, and what is wrong with how they stand there."""

    found: dict[Text, set[str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Module:
    """A source file, read."""

    path: str
    tree: ast.Module


def modules(source: Path = SOURCE) -> list[Module]:
    """Return the files of the source."""
    return [
        Module(path.relative_to(source.parent).as_posix(), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(source.rglob("*.py"))
    ]


def texts(read: Iterable[Module]) -> Texts:
    """Return every text for people in the source."""
    read = list(read)
    told = Texts()
    for module in read:
        errors = _errors_in(module)
        known = TEXTS | dict.fromkeys(errors, (0,))
        if module.path != CONSTRUCTORS:
            own = {node.name for node in ast.walk(module.tree) if isinstance(node, Function)}
            known = {name: known[name] for name in known.keys() - own}
        _collect(module, known | _wrappers(module, known), errors, told)
    return told


def _errors_in(module: Module) -> set[str]:
    """Return the names by which a module raises a UserError with a sentence: from bot.errors, or its own."""
    known = {
        one.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.module == "bot.errors"
        for one in node.names
    }
    own = [node for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef)]
    for kind in own:
        if {base.id for base in kind.bases if isinstance(base, ast.Name)} & known:
            known.add(kind.name)
    with_words = {
        kind.name
        for kind in own
        if any(isinstance(one, ast.FunctionDef) and one.name == "__init__" for one in kind.body)
    }
    return (known - with_words) | ({SUPER} if known & with_words else set())


Function = ast.FunctionDef | ast.AsyncFunctionDef


def _wrappers(module: Module, known: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """Return the functions of a module that hand a parameter on as a text, and its places."""
    wrappers: dict[str, tuple[int, ...]] = {}
    for function in (node for node in ast.walk(module.tree) if isinstance(node, Function)):
        names = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
        handed = {
            names.index(text.id)
            for call in ast.walk(function)
            if isinstance(call, ast.Call)
            for text in _arguments(call, known.get(_called(call), ()))
            if isinstance(text, ast.Name) and text.id in names
        }
        if handed:
            wrappers[function.name] = tuple(sorted(handed))
    return wrappers


def _called(call: ast.Call) -> str:
    """Return the name that is called; an error's own `super().__init__` under a name of its own."""
    function = call.func
    if isinstance(function, ast.Name):
        return function.id
    if isinstance(function, ast.Attribute):
        if function.attr == "__init__" and isinstance(function.value, ast.Call):
            return SUPER
        return function.attr if function.attr in BY_ATTRIBUTE else ""
    return ""


def _arguments(call: ast.Call, places: tuple[int, ...]) -> list[ast.expr]:
    return [call.args[place] for place in places if place < len(call.args)]


def _collect(module: Module, known: dict[str, tuple[int, ...]], errors: set[str], told: Texts) -> None:
    for function, call in _calls(module.tree, None):
        name = _called(call)
        places = (1,) if _is_registry(call) else known.get(name, ())
        given = _arguments(call, places)
        if name == SUPER and not given:
            continue
        literals = [_literals(one, function, module, known) for one in given]
        for one, found in zip(given, literals, strict=True):
            if found is None:
                told.wrong.append(f"{module.path}:{one.lineno}: not a literal: {ast.unparse(one)[:80]}")
        if name == "Code":
            told.wrong.extend(_typed(module, call, told))
        if given and all(found is not None for found in literals):
            _note(module, name, [found or [] for found in literals], told)
        if (name in known and name in TEXTS) or name in BESIDE or name in errors:
            told.wrong.extend(_glued(module, call, given))


def _calls(node: ast.AST, function: Function | None) -> Iterator[tuple[Function | None, ast.Call]]:
    for child in ast.iter_child_nodes(node):
        inside = child if isinstance(child, Function) else function
        if isinstance(child, ast.Call):
            yield inside, child
        yield from _calls(child, inside)


def _is_registry(call: ast.Call) -> bool:
    return (
        isinstance(call.func, ast.Attribute)
        and call.func.attr == "add"
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "commands"
    )


def _literals(
    node: ast.expr, function: Function | None, module: Module, known: dict[str, tuple[int, ...]]
) -> list[str] | None:
    """Return the texts that an expression can be; None if that is not to be seen."""
    match node:
        case ast.Constant(str() as text):
            return [text] if text else []
        case ast.IfExp():
            branches = [_literals(one, function, module, known) for one in (node.body, node.orelse)]
            return None if None in branches else [text for one in branches for text in one or []]
        case ast.Subscript(ast.Name(name)):
            return _of_table(name, function, module)
        case ast.Attribute(attr="summary" | "text" | "many"):
            return []  # of a command, of a phrase: told where that is made
        case ast.Name(name):
            if function is not None and name in _handed_on(function, known):
                return []  # told where the function is called
            return _of_name(name, function, module, known)
        case _:
            return None


def _handed_on(function: Function, known: dict[str, tuple[int, ...]]) -> set[str]:
    names = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
    return {names[place] for place in known.get(function.name, ()) if place < len(names)}


def _bound(name: str, function: Function | None, module: Module) -> list[ast.expr]:
    """Return what a name is bound to in a function, else in its module."""
    for scope in (function, module.tree):
        if scope is None:
            continue
        values = [
            node.value
            for node in ast.walk(scope)
            if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr) and node.value is not None
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name) and target.id == name
        ]
        if values:
            return values
    return []


def _of_name(
    name: str, function: Function | None, module: Module, known: dict[str, tuple[int, ...]]
) -> list[str] | None:
    values = [_literals(one, function, module, known) for one in _bound(name, function, module)]
    if not values or None in values:
        return None
    return [text for one in values for text in one or []]


def _of_table(name: str, function: Function | None, module: Module) -> list[str] | None:
    found: list[str] = []
    for table in _bound(name, function, module):
        values = table.values if isinstance(table, ast.Dict) else getattr(table, "elts", [None])
        for one in values:
            if not isinstance(one, ast.Constant) or not isinstance(one.value, str):
                return None
            found.append(one.value)
    return found or None


def _note(module: Module, name: str, literals: list[list[str]], told: Texts) -> None:
    if name in PLURALS:
        one, many = literals
        keys = [Text(*pair) for pair in zip(one, many, strict=True)]
    else:
        keys = [Text(text) for found in literals for text in found]
    for key in keys:
        if not PLACEHOLDER.sub("", key.one).strip():
            continue  # nothing but a value
        told.found.setdefault(key, set()).add(module.path)


def _typed(module: Module, call: ast.Call, told: Texts) -> Iterator[str]:
    """Take an example of what one can type; where values stand in it, it has to be a phrase."""
    match call.args:
        case [ast.Constant(str() as text)] if LETTERS.search(text):
            told.found.setdefault(Text(text, context=TYPED), set()).add(module.path)
        case [ast.JoinedStr() as text] if any(_words_in(text)):
            yield f"{module.path}:{call.lineno}: not a phrase: {ast.unparse(text)[:80]}"
        case _:
            return


def _glued(module: Module, call: ast.Call, given: list[ast.expr]) -> Iterator[str]:
    """Tell of words among the values of a message, which would stay English."""
    keywords = [one.value for one in call.keywords if one.arg not in ("field", "sign", "style")]
    texts_first = TEXTS.get(_called(call), ())
    rest = [one for place, one in enumerate(call.args) if place not in texts_first and one not in given]
    if _called(call) in ("button", "link_button"):
        rest = []  # a command, an address
    for value in chain(rest, keywords):
        for words in _words_in(value):
            yield f"{module.path}:{value.lineno}: words among values: {words[:60]}"


def _words_in(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(str() as text) if LETTERS.search(text):
            yield text
        case ast.JoinedStr(values):
            yield from (words for one in values for words in _words_in(one))
        case ast.IfExp():
            yield from _words_in(node.body)
            yield from _words_in(node.orelse)
        case ast.Tuple(elts) | ast.List(elts):
            yield from (words for one in elts for words in _words_in(one))
        case ast.Call() if _called(node) in ("Bold", "Said"):
            yield from (words for one in node.args for words in _words_in(one))
        case _:
            return


# ---- the catalogs


def path_of(language: str) -> Path:
    """Return where a language's catalog lies."""
    return SOURCE / "locales" / language / "LC_MESSAGES" / "drumbeat.po"


def catalog(language: str) -> Catalog:
    """Return a language's catalog; an empty one if there is none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str, told: Texts) -> bytes:
    """Return the catalog with each text of the source, translated as before; new ones are empty."""
    before, after = catalog(language), Catalog(locale=language)
    for key, paths in sorted(told.found.items()):
        known = before.get(key.id, key.context or None)
        string = known.string if known and not known.fuzzy else None
        places = [(path, 0) for path in sorted(paths)]
        after.add(key.id, string, places, context=key.context or None)
    file = BytesIO()
    write_po(file, after, width=-1, omit_header=True, include_lineno=False)
    return HEADER.format(name=NAMES[language], language=language).encode() + file.getvalue()


def wrong_in(language: str, told: Texts) -> Iterator[str]:
    """Tell what is missing, too much, unsure, or has other placeholders than its English text."""
    there = {_key(message): message for message in catalog(language) if message.id}
    for key in sorted(told.found.keys() - there.keys()):
        yield f"{language}: missing: {key.one}"
    for key in sorted(there.keys() - told.found.keys()):
        yield f"{language}: no longer said: {key.one}"
    for key in sorted(told.found.keys() & there.keys()):
        yield from (f"{language}: {what}: {key.one}" for what in _wrong(key, there[key]))


def _key(message: Message) -> Text:
    one, many = (message.id, "") if isinstance(message.id, str) else message.id
    return Text(one, many, message.context or "")


def _wrong(key: Text, message: Message) -> Iterator[str]:
    strings = [message.string] if isinstance(message.string, str) else list(message.string or ("",))
    if message.fuzzy:
        yield "fuzzy"
    if not all(strings):
        yield "not translated"
        return
    if len(strings) != 1:
        yield "Chinese has one form for all numbers"
    wanted = set(PLACEHOLDER.findall(key.many or key.one))
    if any(set(PLACEHOLDER.findall(text)) != wanted for text in strings):
        yield "other placeholders"
    if key.one[-1] == "." and not key.context and strings[0][-1] not in "。？）」”":
        yield "a sentence without its full stop"


def main() -> int:
    """Bring the catalogs in step, or say in what they are not."""
    parser = ArgumentParser(description="Keep the catalogs in step with the source.")
    parser.add_argument("--check", action="store_true", help="only say what is wrong")
    asked = parser.parse_args()
    told = texts(modules())
    if not asked.check:
        for language in LANGUAGES:
            path_of(language).parent.mkdir(parents=True, exist_ok=True)
            path_of(language).write_bytes(updated(language, told))
    wrong = [*told.wrong, *(one for language in LANGUAGES for one in wrong_in(language, told))]
    print("\n".join(wrong or [f"{len(told.found)} texts, all translated"]))  # noqa: T201 - a script
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
