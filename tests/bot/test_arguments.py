"""`drumbeat …` is read, helps and complains in the language of whoever types."""

import re

import pytest

from bot.arguments import Parser, parser, wrong
from bot.message import Listed
from bot.outgoing import Reader
from bot.wording import LANGUAGES

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"\b(?:[Uu]sage|options|arguments?|required|show|the|its|with|without)\b")
JOBS = (
    "run", "web", "worker", "console", "demo", "migrate", "backup", "restore", "export", "doctor", "config",
    "days", "manifest", "docs",
)  # fmt: skip


def complaint(parser: Parser, line: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What it says of a line that it can't read, below the usage."""
    with pytest.raises(SystemExit) as left:
        parser.read(line.split())
    assert left.value.code == 2
    return capsys.readouterr().err.splitlines()[-1]


def help_of(job: str, language: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What `drumbeat JOB --help` prints."""
    with pytest.raises(SystemExit) as left:
        parser(Reader(language)).read([*job.split(), "--help"])
    assert left.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("language", LANGUAGES[1:])
@pytest.mark.parametrize("job", ["", *JOBS])
def test_help_is_chinese_for_who_reads_chinese(
    job: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = help_of(job, language, capsys)
    assert CHINESE.search(told)
    assert ENGLISH.findall(told) == []
    assert not re.search(r"[\u4e00-\u9fff][:;,]", told)  # their full-width sisters stand there


def test_help_names_every_job(capsys: pytest.CaptureFixture[str]) -> None:
    told = help_of("", "en", capsys)
    assert told.startswith("usage: drumbeat [-h] COMMAND ...")
    assert not [job for job in JOBS if f"\n    {job} " not in told]


WRONG_LINES = [
    ("", "drumbeat: the following arguments are required: COMMAND", "drumbeat：缺少参数：命令"),
    (
        "backup",
        "drumbeat backup: the following arguments are required: FILE",
        "drumbeat backup：缺少参数：文件",
    ),
    ("run now", "drumbeat: unrecognized arguments: now", "drumbeat：看不懂这些参数：now"),
    (
        "manifest --url",
        "drumbeat manifest: argument --url: expected one argument",
        "drumbeat manifest：参数 --url 后面要跟一个值",
    ),
    (
        "docs --check=1",
        "drumbeat docs: argument --check: ignored explicit argument 1",
        "drumbeat docs：参数 --check 后面不带值，1 是多余的",
    ),
    (
        "demo --language fr",
        "drumbeat demo: argument --language: invalid choice: fr (choose from en, zh-Hans and zh-Hant)",
        "drumbeat demo：参数 --language 没有 fr 这个选项（可选：en、zh-Hans 和 zh-Hant）",
    ),
]


@pytest.mark.parametrize(("line", "english", "chinese"), WRONG_LINES)
def test_what_cannot_be_read_is_said_in_the_readers_language(
    line: str, english: str, chinese: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert complaint(parser(Reader()), line, capsys) == english
    assert complaint(parser(Reader("zh-Hans")), line, capsys) == chinese


SAID_BY_PYTHONS = [
    "argument x: invalid choice: 'c' (choose from 'a', 'b')",  # 3.11
    "argument x: invalid choice: 'c' (choose from a, b)",  # 3.12 and later
    "argument x: invalid choice: 'c', maybe you meant 'a'? (choose from a, b)",  # 3.14, where it suggests
]


@pytest.mark.parametrize("message", SAID_BY_PYTHONS)
def test_choices_are_read_as_any_python_says_them(message: str) -> None:
    found = wrong(message)
    assert found.values["given"] == "c"
    assert found.values["known"] == Listed(("a", "b"))


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_what_argparse_says_anew_one_day_stands_in_a_sentence_of_the_readers(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parser(Reader(language)).error("something else entirely")
    said = capsys.readouterr().err.splitlines()[-1]
    assert "something else entirely" in said
    assert len(CHINESE.findall(said)) > 2
