"""A card and a list as Slack, Telegram and the console show them, held against golden files."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.adapters.console_text import message_lines
from bot.adapters.slack_blocks import rendered
from bot.adapters.telegram_html import posts
from bot.message import Message
from bot.outgoing import Reader
from bot.views import lists, tasks
from bot.views.lists import Filters, Listing
from bot.views.tasks import Card, Stop
from storage.models import Blocker, Milestone, Person, Project, Task
from storage.task_lists import Row
from storage.words import TaskStatus

GOLDEN = Path(__file__).parents[1] / "golden"
NOW = datetime(2025, 11, 25, 9, 0, tzinfo=UTC)
READER = Reader("en", "UTC", NOW)
COLUMNS = 76
HOSTILE = "<!channel> <b>Draft</b> @everyone *the* `contract` & terms " + "合同" * 30

WEB = Project(id=1, key="WEB", name="Web shop", zone="UTC")
ANNA = Person(id=1, name="Anna")
BO = Person(id=2, name="Bo")


def task(number: int, title: str, **values: object) -> Task:
    """A task that is nowhere but here."""
    usual = {"status": TaskStatus.TODO, "priority": 2, "tags": "", "owner_id": 1, "project_id": 1}
    return Task(id=number, number=number, title=title, **{**usual, **values})


def card() -> Message:
    """A card with everything on it."""
    shown = Card(
        task(12, "Draft the contract", due_day=date(2025, 11, 26), estimate_low=16.0, estimate_high=16.0,
             priority=1, tags=" legal "),
        WEB,
        ANNA,
        Milestone(id=1, name="Beta"),
        after=(task(9, "Terms from legal"),),
        before=(task(13, "Sign it"), task(14, "Send it")),
        blockers=(Stop(Blocker(id=1, number=15, reason="price list", raised_at=NOW), "Bo", 3),),
        acceptor=BO,
        notes=2,
    )  # fmt: skip
    return tasks.card(shown).offering(tasks.undo())


def one_page() -> Message:
    """The first page of a list that has several."""
    rows = [
        Row(task(12, "Draft the contract", due_day=date(2025, 11, 24)), WEB, is_late=True, is_blocked=False),
        Row(task(13, "Sign it", status=TaskStatus.DOING), WEB, is_late=False, is_blocked=True),
        Row(task(14, HOSTILE, owner_id=None, priority=0), WEB, is_late=False, is_blocked=False),
    ]
    return lists.listed(Listing(Filters(project=WEB), rows, {1: "Anna"}, 1, 43))


SAMPLES = {"task_card": card, "task_list": one_page}


@pytest.mark.parametrize("name", SAMPLES)
def test_it_looks_in_slack_as_it_was_agreed(name: str) -> None:
    golden = json.loads((GOLDEN / "slack" / f"{name}.json").read_text("utf-8"))
    assert rendered(SAMPLES[name](), READER) == golden


@pytest.mark.parametrize("name", SAMPLES)
def test_it_looks_in_telegram_as_it_was_agreed(name: str) -> None:
    [post] = posts(SAMPLES[name](), READER)
    assert post.html + "\n" == (GOLDEN / "telegram" / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("name", SAMPLES)
def test_it_looks_on_the_console_as_it_was_agreed(name: str) -> None:
    shown = "\n".join(line.plain for line in message_lines(SAMPLES[name](), READER, COLUMNS))
    assert shown + "\n" == (GOLDEN / "console" / f"{name}.txt").read_text("utf-8")
