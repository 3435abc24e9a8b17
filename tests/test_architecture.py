"""The rules of docs/architecture.md that neither ruff nor the import contracts can check.

Each rule is a function from source text to findings, and is itself shown to find what it is for.
"""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PRODUCT = sorted(path for folder in ("bot", "storage") for path in (ROOT / folder).rglob("*.py"))
TEXTS = {
    ".cfg",
    ".css",
    ".csv",
    ".example",
    ".html",
    ".ini",
    ".js",
    ".json",
    ".lock",
    ".md",
    ".po",
    ".py",
    ".toml",
}
Rule = Callable[[str], list[str]]

READS_THE_ENVIRONMENT = {"bot/config.py"}
READS_THE_CLOCK = {"bot/clock.py"}
CATCHES_ALL = {"bot/app.py", "bot/delivery.py", "bot/dispatch.py", "bot/scheduler.py"}
# file → why: a heavy import that most runs do without
IMPORTS_LATE = {
    "bot/adapters/slack_session.py": "aiohttp_socks: only where there is a SOCKS proxy",
    "bot/public_holidays.py": "holidays: 40 ms that most commands need not wait for",
    "bot/when/last_resort.py": "dateparser: 60 ms, for a field that the rules can't read",
    "storage/migrate.py": "alembic: 60 ms, for tables that are not the newest",
    "bot/__main__.py": "all of it, while nothing collects what was loaded to stay",
    "bot/commandline.py": "console, demo and doctor: 100 ms and 14 MB that `run` need not have",
}

ENVIRONMENT = {"os.environ", "os.environb", "os.getenv", "os.putenv", "dotenv"}
CLOCK = {
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "time.gmtime",
    "time.localtime",
    "time.time",
    "time.time_ns",
}
ALL = {"Exception", "BaseException"}


def full_names(tree: ast.Module) -> dict[str, str]:
    """What a name in the file stands for: `from time import time as t` → t: time.time."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=aliases):
                names |= {alias.asname: alias.name for alias in aliases if alias.asname}
            case ast.ImportFrom(module=str(module), names=aliases):
                names |= {alias.asname or alias.name: f"{module}.{alias.name}" for alias in aliases}
            case _:
                pass
    return names


def dotted(node: ast.expr) -> str:
    """`a.b.c` of an expression that is one, else nothing."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name) if start := dotted(value):
            return f"{start}.{name}"
        case _:
            return ""


def uses(source: str, forbidden: set[str]) -> list[str]:
    tree = ast.parse(source)
    names = full_names(tree)
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Name | ast.Attribute):
            continue
        first, dot, rest = dotted(node).partition(".")
        full = names.get(first, first) + dot + rest
        if full in forbidden:
            found.append(f"line {node.lineno}: {full}")
    return found


def environment_reads(source: str) -> list[str]:
    found = uses(source, ENVIRONMENT)
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ImportFrom(module="dotenv") | ast.Import(names=[ast.alias(name="dotenv")]):
                found.append(f"line {node.lineno}: dotenv")
            case _:
                pass
    return found


def clock_reads(source: str) -> list[str]:
    return uses(source, CLOCK)


def catches_of_everything(source: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ExceptHandler(type=None):
                found.append(f"line {node.lineno}: except")
            case ast.ExceptHandler(type=ast.expr() as caught) if ALL & {dotted(one) for one in parts(caught)}:
                found.append(f"line {node.lineno}: except {ast.unparse(caught)}")
            case ast.Call(func=func, args=args) if dotted(func).endswith("suppress"):
                found += [f"line {node.lineno}: suppress" for one in args if dotted(one) in ALL]
            case _:
                pass
    return found


def parts(caught: ast.expr) -> list[ast.expr]:
    return caught.elts if isinstance(caught, ast.Tuple) else [caught]


def late_imports(source: str) -> list[str]:
    """Imports that are not at the top of the file: in functions, in classes, or for types only."""
    tree = ast.parse(source)
    late = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    return [f"line {node.lineno}: {ast.unparse(node)}" for node in late if node not in tree.body]


def places_of_one_machine(text: str) -> list[str]:
    """Paths in somebody's home, and addresses of a package index."""
    pattern = r"(?<![\w.<>])/(?:home|root|work|Users)/\w+|--(?:extra-)?index-\w+|--find-links|file:/{3}\w"
    return re.findall(pattern, text)


def breaches(rule: Rule, allowed: set[str]) -> list[str]:
    """Where the product goes against the rule."""
    files = [(path.relative_to(ROOT).as_posix(), path) for path in PRODUCT]
    return [
        f"{name} {one}"
        for name, path in files
        if name not in allowed
        for one in rule(path.read_text("utf-8"))
    ]


def texts() -> Iterator[Path]:
    tops = [path for path in ROOT.iterdir() if path.suffix in TEXTS or path.name in {"Makefile", "Procfile"}]
    yield from (path for path in tops if path.is_file())
    for folder in ("bot", "storage", "tests", "docs", "bench", ".ci"):
        yield from (path for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix in TEXTS)


def test_only_the_settings_read_the_environment() -> None:
    assert breaches(environment_reads, READS_THE_ENVIRONMENT) == []


def test_only_the_clock_reads_the_time_of_day() -> None:
    assert breaches(clock_reads, READS_THE_CLOCK) == []


def test_everything_is_caught_in_four_places_only() -> None:
    assert breaches(catches_of_everything, CATCHES_ALL) == []


def test_imports_stand_at_the_top() -> None:
    assert breaches(late_imports, set(IMPORTS_LATE)) == []


def test_a_permission_names_a_file_that_needs_it() -> None:
    assert [name for name in IMPORTS_LATE if not late_imports((ROOT / name).read_text("utf-8"))] == []


def test_no_file_names_the_machine_it_was_written_on() -> None:
    here = Path(__file__)
    found = {path.name: places_of_one_machine(path.read_text("utf-8")) for path in texts() if path != here}
    assert {name: places for name, places in found.items() if places} == {}


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (environment_reads, "import os\nhome = os.environ['HOME']"),
        (environment_reads, "import os as system\nsystem.getenv('HOME')"),
        (environment_reads, "from os import environ as e\ne.get('HOME')"),
        (environment_reads, "from dotenv import dotenv_values"),
        (environment_reads, "import dotenv"),
        (clock_reads, "from datetime import UTC, datetime\ndatetime.now(UTC)"),
        (clock_reads, "import datetime as dt\ndt.datetime.utcnow()"),
        (clock_reads, "from datetime import date\nclass A:\n    day = field(default_factory=date.today)"),
        (clock_reads, "from time import time as t\nt()"),
        (clock_reads, "import time\nasync def f():\n    return time.time_ns()"),
        (catches_of_everything, "try:\n    f()\nexcept Exception:\n    raise"),
        (catches_of_everything, "try:\n    f()\nexcept (KeyError, BaseException) as error:\n    pass"),
        (catches_of_everything, "try:\n    f()\nexcept:\n    pass"),
        (catches_of_everything, "import contextlib\nwith contextlib.suppress(Exception):\n    f()"),
        (late_imports, "def f():\n    import json"),
        (late_imports, "async def f():\n    if a:\n        from json import loads"),
        (late_imports, "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from bot.work import Work"),
        (places_of_one_machine, "see /home/anna/drumbeat"),
        (places_of_one_machine, "'/work/anna/bot'"),
        (places_of_one_machine, "'/Users/anna/bot'"),
        (places_of_one_machine, "pip install --index-{} https://example.org/".format("url")),
        (places_of_one_machine, "pip install --extra-index-{} https://example.org/".format("url")),
        (places_of_one_machine, "colour @ file:///tmp/colour.whl"),
    ],
)
def test_a_breach_is_found(rule: Rule, source: str) -> None:
    assert len(rule(source)) == 1


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (environment_reads, "import os\nos.path.join('environ')\nenviron = {}\nenviron['HOME'] = 1"),
        (clock_reads, "import asyncio, time\nloop.time()\nclock.now()\ntime.monotonic()\nwork.now"),
        (catches_of_everything, "try:\n    f()\nexcept (KeyError, ValueError):\n    pass"),
        (catches_of_everything, "from contextlib import suppress\nwith suppress(KeyError):\n    f()"),
        (late_imports, "import json\nfrom bot.work import Work\ndef f():\n    return json"),
        (places_of_one_machine, "https://example.org/home/anna and ./work/x, sqlite:////data/drumbeat.db"),
    ],
)
def test_what_is_no_breach_is_left_alone(rule: Rule, source: str) -> None:
    assert rule(source) == []


def wheel(directory: Path) -> list[str]:
    """The names of the files in the package that is built from a copy of this tree."""
    copy = directory / "copy"
    for folder in ("bot", "storage", "tests"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    build = "from setuptools.build_meta import build_wheel; build_wheel('..')"
    subprocess.run([sys.executable, "-W", "ignore", "-c", build], cwd=copy, check=True, capture_output=True)  # noqa: S603 - our own words
    [built] = directory.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        return archive.namelist()


def test_the_package_holds_all_of_the_product_and_nothing_else(tmp_path: Path) -> None:
    files = (path for folder in ("bot", "storage") for path in (ROOT / folder).rglob("*") if path.is_file())
    expected = {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}
    packed = {name for name in wheel(tmp_path) if ".dist-info/" not in name}
    assert packed == expected


def locked(name: str) -> dict[str, str]:
    """Package → version."""
    lines = re.findall(r"^([\w.-]+)==(\S+)", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    return {canonicalize_name(package): version for package, version in lines}


def wanted(*groups: str) -> list[Requirement]:
    """What pyproject.toml asks for: the dependencies, and those of the groups."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    lines = list(settings["project"]["dependencies"])
    for group in groups:
        lines += [line for line in settings["dependency-groups"][group] if isinstance(line, str)]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize(
    ("lock", "groups"), [("requirements.lock", ("build",)), ("requirements-dev.lock", ("build", "dev"))]
)
def test_a_lock_file_has_a_version_for_everything_asked_for(lock: str, groups: tuple[str, ...]) -> None:
    versions = locked(lock)
    missing = [
        str(one)
        for one in wanted(*groups)
        if versions.get(canonicalize_name(one.name), "nothing") not in one.specifier
    ]
    assert missing == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_has_a_hash_for_every_package_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    packages = re.findall(r"^[^\s#].*\n    --hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)
    assert len(packages) == len(re.findall(r"^[^\s#]", text, re.MULTILINE))
    assert "://" not in text


def test_what_both_lock_files_hold_has_one_version() -> None:
    dev = locked("requirements-dev.lock")
    assert {package: dev.get(package) for package in locked("requirements.lock")} == locked(
        "requirements.lock"
    )
