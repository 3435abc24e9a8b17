"""No words for people outside the catalogs: where they are missed, and that the search finds them."""

import ast
from io import BytesIO

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from bot.handlers import all_commands
from bot.wording import TYPED
from tests.catalogs import LANGUAGES, Module, Text, _wrong, catalog, modules, texts


def told(source: str) -> tuple[set[tuple[str, ...]], list[str]]:
    """Return what is found in a file of this source, and what is wrong there."""
    found = texts([Module("bot/views/some.py", ast.parse(source))])
    return {tuple(filter(None, one)) for one in found.found}, found.wrong


def test_every_word_for_people_is_where_it_can_be_translated() -> None:
    assert texts(modules()).wrong == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('line("One.")', {("One.",)}),
        ('says("One {name}.", name=name)', {("One {name}.",)}),
        ('button("Fine", f"take {key}")', {("Fine",)}),
        ('counted("{n} day", "{n} days", n)', {("{n} day", "{n} days")}),
        ('TABLE = {1: Phrase("one"), 2: Phrase("two")}', {("one",), ("two",)}),
        ('line("One." if is_one else "Two.")', {("One.",), ("Two.",)}),
        ('def f():\n    text = "One."\n    return line(text)', {("One.",)}),
        ('def f(text):\n    return line(text)\nf("One.")', {("One.",)}),
        ('commands.add("task add", "Add a task", role=None)(add)', {("Add a task",)}),
        ('from bot.errors import Refused\nraise Refused("No.")', {("No.",)}),
        ('from bot.errors import Refused\nclass Mine(Refused):\n    pass\nraise Mine("No.")', {("No.",)}),
        (
            """
from bot.errors import Refused
class Mine(Refused):
    def __init__(self):
        super().__init__("No.")
""",
            {("No.",)},
        ),
        ('line("{example}", example=Code("add Draft"))', {("add Draft", "typed")}),
        ('raise ValueError("for developers")', set()),
        ('line("{day}", day=day)', set()),
        ('log.info("message delivered")', set()),
    ],
)  # fmt: skip
def test_a_text_is_found(source: str, expected: set[tuple[str, ...]]) -> None:
    assert told(source) == (expected, [])


@pytest.mark.parametrize(
    "source",
    [
        'line(f"{name} is late.")',
        'line("It is " + what)',
        'says("Late: %s" % name)',
        'says("Late: {}".format(name))',
        "phrase(task.status.value)",
        "line(SENTENCES[number])",
        'item("nobody yet", Day(day))',
        'row(Bold("Late"), task.title)',
        'line("{name} is {what}.", name=name, what="late")',
        'line("{name} is {what}.", name=name, what="late" if is_late else "done")',
        'line("{what}", what=f"{name} is late")',
        'line("{example}", example=Code(f"take {key}"))',
        'from bot.errors import Refused\nraise Refused("{what}.", what="too late")',
    ],
)
def test_words_that_no_translator_would_see_are_found(source: str) -> None:
    _, wrong = told(source)
    assert wrong


@pytest.mark.parametrize(
    ("english", "chinese", "expected"),
    [
        (("Hello {name}.",), '"{name}，你好。"', []),
        (("Hello {name}.",), '""', ["not translated"]),
        (("Hello {name}.",), '"{nom}，你好。"', ["other placeholders"]),
        (("Hello {name}.",), '"你好。"', ["other placeholders"]),
        (("Hello {name}.",), '"{name}，你好"', ["a sentence without its full stop"]),
    ],
)
def test_a_bad_translation_is_found(english: tuple[str, ...], chinese: str, expected: list[str]) -> None:
    po = f'msgid "{english[0]}"\nmsgstr {chinese}\n'.encode()
    [message] = [one for one in read_po(BytesIO(po), locale="zh_Hans") if one.id]
    assert list(_wrong(Text(*english), message)) == expected


def test_a_plural_has_one_form_in_chinese() -> None:
    two = Message(("{n} day", "{n} days"), ("{n} 天", "{n} 天们"))
    assert list(_wrong(Text("{n} day", "{n} days"), two)) == ["Chinese has one form for all numbers"]


def test_a_fuzzy_translation_is_found() -> None:
    assert "fuzzy" in list(_wrong(Text("Late"), Message("Late", "晚", flags={"fuzzy"})))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translated_example_begins_with_the_same_command(language: str) -> None:
    commands = all_commands()
    examples = [one for one in catalog(language) if one.id and one.context == TYPED and one.string]
    assert examples
    for one in examples:
        meant, found = commands.find(str(one.id)), commands.find(str(one.string))
        assert (found and found[0].name) == (meant and meant[0].name), one.string
