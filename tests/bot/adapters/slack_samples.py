"""Messages as the product sends them, and hostile ones, for the tests of Slack's renderer."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from bot.message import (
    Bold,
    Code,
    Day,
    Days,
    Link,
    Listed,
    Mention,
    Message,
    Said,
    Style,
    button,
    heading,
    item,
    line,
    link_button,
    note,
    phrase,
    row,
)
from bot.outgoing import Reader

NOW = datetime(2025, 11, 25, 8, 30, tzinfo=UTC)  # a Tuesday
READER = Reader("en", "Europe/Berlin", NOW, {7: "U0ANNA", 8: "U0BO"})
HOSTILE = "<!channel> *b* _i_ `c` @everyone #general <@U0BO> <https://a.example|b> & &lt; :tada:"

CARD = Message(
    (
        row(Bold("WEB-12"), "Draft the contract"),
        row(
            "Anna",
            phrase("due {day}", day=Day(date(2025, 11, 26))),
            phrase("about {days}", days=Days(2)),
            phrase("after {task}", task=phrase("{key} {title}", key=Bold("WEB-9"), title="Terms from legal")),
        ),
        note("Beta: 80 % sure by {day}, as promised.", day=Day(date(2025, 12, 12))),
    ),
    (
        button("Start", "start WEB-12", Style.PRIMARY),
        button("Edit", "edit WEB-12"),
        button("Cancel it", "cancel WEB-12", Style.DANGER),
    ),
    topic="task/12",
)
MORNING = Message(
    (
        line(
            "Good morning, {name}. {project}, {day}. You planned yesterday: {plan}.",
            name="Anna",
            project=Bold("Web shop"),
            day=Day(date(2025, 11, 25)),
            plan=Said("finish the draft"),
        ),
        item(
            Bold("WEB-12"),
            "Draft the contract",
            phrase("due {day}", day=Day(date(2025, 11, 26), near=True)),
            sign="⏰",
        ),
        item(Bold("WEB-9"), "Terms from legal", phrase("waiting for {name}", name="Bo"), sign="⛔"),
        line("What moves today, and is anything in your way? Just answer here, or:"),
    ),
    (
        button("Form", "standup answer 3"),
        button("Same plan", "standup same 3"),
        button("Skip today", "standup skip 3"),
    ),
)
LIST = Message(
    (
        heading("Open tasks of {project}", project="Web shop"),
        item(Bold("WEB-12"), "Draft the contract"),
        item(Bold("WEB-13"), "Ship login"),
        note("Type {command} for more.", command=Code("list 2")),
        note("{n} done", n=4),
        note("{n} cancelled", n=1),
    )
)
TO_BO = Message(
    (
        line(
            "{bo}, {anna} can't go on without you: {what}. See {page}.",
            bo=Mention(8, "Bo"),
            anna="Anna",
            what=Said("price list for legal"),
            page=Link("the plan", "https://pm.example/plan"),
        ),
        line("It stops {tasks}.", tasks=Listed((Bold("WEB-9"), Bold("WEB-12")))),
    ),
    (link_button("Plan", "https://pm.example/plan"), button("It's done", "resolve WEB-15")),
)
LITERAL = Message(
    (
        heading("{text}", text=HOSTILE),
        line("{text}", text=HOSTILE),
        item(Said(HOSTILE), Bold(HOSTILE), Code(HOSTILE)),
        note("{text}", text=HOSTILE),
        line(
            "{who} {bad} {page}",
            who=Mention(99, HOSTILE),
            bad=Link(HOSTILE, "javascript:alert(1)"),
            page=Link(HOSTILE, "https://a.example/?a=1&b=2"),
        ),
    ),
    (button("{text}", "done WEB-12", text=HOSTILE),),
)

SAMPLES: Mapping[str, Message] = {
    "card": CARD,
    "morning": MORNING,
    "list": LIST,
    "blocker": TO_BO,
    "literal": LITERAL,
}
