"""At each limit of Block Kit the blocks still pass, one past it they do not."""

from collections.abc import Callable

import pytest
from slack_sdk.models.blocks import HeaderBlock, SectionBlock

from tests.stand_ins.block_kit import Json, Surface, check_blocks, check_view


def plain(length: int) -> Json:
    return {"type": "plain_text", "text": "x" * length}


def mrkdwn(length: int) -> Json:
    return {"type": "mrkdwn", "text": "x" * length}


def section(**more: object) -> Json:
    return {"type": "section", "text": plain(5), **more}


def button(number: int = 0, **more: object) -> Json:
    return {"type": "button", "text": plain(5), "action_id": f"b{number}", **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def option(number: int = 0, **more: object) -> Json:
    return {"text": plain(5), "value": f"v{number}", **more}


def options(count: int) -> list[Json]:
    return [option(number) for number in range(count)]


def select(**more: object) -> Json:
    return {"type": "static_select", "action_id": "s", **more}


def entry(**more: object) -> Json:
    element = {"type": "plain_text_input", "action_id": "a"}
    return {"type": "input", "label": plain(5), "element": element, **more}


def confirm(**more: object) -> Json:
    words = {"title": plain(5), "text": plain(5), "confirm": plain(5), "deny": plain(5)}
    return actions(button(confirm={**words, **more}))


def image(**more: object) -> Json:
    return {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "x", **more}


def table(rows: int, columns: int) -> Json:
    row = [{"type": "raw_text", "text": "x"} for _ in range(columns)]
    return {"type": "table", "rows": [row for _ in range(rows)]}


LIMITS: dict[str, tuple[int, Callable[[int], Json]]] = {
    "section text": (3000, lambda n: {"type": "section", "text": mrkdwn(n)}),
    "section field": (2000, lambda n: {"type": "section", "fields": [mrkdwn(n)]}),
    "section fields": (10, lambda n: {"type": "section", "fields": [plain(1)] * n}),
    "header text": (150, lambda n: {"type": "header", "text": plain(n)}),
    "actions elements": (25, lambda n: actions(*(button(i) for i in range(n)))),
    "context elements": (10, lambda n: {"type": "context", "elements": [plain(1)] * n}),
    "button text": (75, lambda n: actions(button(text=plain(n)))),
    "button value": (2000, lambda n: actions(button(value="x" * n))),
    "button url": (3000, lambda n: actions(button(url="https://e.example/".ljust(n, "x")))),
    "select options": (100, lambda n: actions(select(options=options(n)))),
    "select groups": (
        100,
        lambda n: actions(select(option_groups=[{"label": plain(5), "options": options(1)}] * n)),
    ),
    "option text": (75, lambda n: actions(select(options=[option(text=plain(n))]))),
    "option value": (150, lambda n: actions(select(options=[option(value="x" * n)]))),
    "overflow options": (5, lambda n: actions({"type": "overflow", "action_id": "o", "options": options(n)})),
    "checkboxes": (10, lambda n: actions({"type": "checkboxes", "action_id": "c", "options": options(n)})),
    "radio buttons": (
        10,
        lambda n: actions({"type": "radio_buttons", "action_id": "r", "options": options(n)}),
    ),
    "placeholder": (150, lambda n: actions(select(options=options(1), placeholder=plain(n)))),
    "input label": (2000, lambda n: entry(label=plain(n))),
    "input hint": (2000, lambda n: entry(hint=plain(n))),
    "confirm title": (100, lambda n: confirm(title=plain(n))),
    "confirm text": (300, lambda n: confirm(text=plain(n))),
    "confirm button": (30, lambda n: confirm(confirm=plain(n))),
    "deny button": (30, lambda n: confirm(deny=plain(n))),
    "image url": (3000, lambda n: image(image_url="https://e.example/".ljust(n, "x"))),
    "image alt": (2000, lambda n: image(alt_text="x" * n)),
    "image title": (2000, lambda n: image(title=plain(n))),
    "markdown": (12_000, lambda n: {"type": "markdown", "text": "x" * n}),
    "block id": (255, lambda n: section(block_id="x" * n)),
    "action id": (255, lambda n: actions(button(action_id="x" * n))),
    "table rows": (100, lambda n: table(n, 1)),
    "table columns": (20, lambda n: table(1, n)),
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_of_block_kit_holds_exactly(name: str) -> None:
    most, made = LIMITS[name]
    assert check_blocks([made(most)], Surface.MESSAGE) == []
    assert check_blocks([made(most + 1)], Surface.MESSAGE) != []


def test_the_number_of_blocks_is_limited_by_surface() -> None:
    assert check_blocks([{"type": "divider"}] * 50, Surface.MESSAGE) == []
    assert check_blocks([{"type": "divider"}] * 51, Surface.MESSAGE) == [
        "no more than 50 items allowed [json-pointer:/blocks]"
    ]
    for surface in (Surface.MODAL, Surface.HOME):
        assert check_blocks([{"type": "divider"}] * 100, surface) == []
        assert check_blocks([{"type": "divider"}] * 101, surface) != []


MALFORMED: dict[str, list[Json]] = {
    "an unknown block": [{"type": "poll"}],
    "a block without a type": [{"text": plain(3)}],
    "an unknown element": [actions({"type": "slider", "action_id": "s"})],
    "an element where it does not belong": [actions({"type": "plain_text_input", "action_id": "a"})],
    "a section without text": [{"type": "section"}],
    "an empty text": [section(text=plain(0))],
    "a text that is a string": [section(text="hello")],
    "an unknown field": [section(colour="red")],
    "a header in mrkdwn": [{"type": "header", "text": mrkdwn(3)}],
    "a button in mrkdwn": [actions(button(text=mrkdwn(3)))],
    "a button's unknown style": [actions(button(style="warning"))],
    "actions without elements": [actions()],
    "a select without options": [actions(select(options=[]))],
    "a select with options and groups": [actions(select(options=options(1), option_groups=[]))],
    "a first choice that is not offered": [actions(select(options=options(1), initial_option=option(9)))],
    "a date that is none": [actions({"type": "datepicker", "action_id": "d", "initial_date": "12 March"})],
    "a time that is none": [actions({"type": "timepicker", "action_id": "t", "initial_time": "25:00"})],
    "two blocks of one id": [section(block_id="one"), section(block_id="one")],
    "two actions of one id": [actions(button(1), button(1))],
    "an image without alt text": [{"type": "image", "image_url": "https://example.com/a.png"}],
    "an image from nowhere": [{"type": "image", "alt_text": "x"}],
    "two tables": [table(1, 1), table(1, 1)],
    "an empty rich text": [
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}],
        }
    ],
    "markdown past its limit in all": [{"type": "markdown", "text": "x" * 7000}] * 2,
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_malformed_is_refused(name: str) -> None:
    assert check_blocks(MALFORMED[name], Surface.MESSAGE) != []


def test_the_same_action_id_may_stand_in_two_blocks() -> None:
    assert check_blocks([actions(button(1)), actions(button(1))], Surface.MESSAGE) == []


def modal(**more: object) -> Json:
    return {"type": "modal", "title": plain(5), "submit": plain(4), "blocks": [entry()], **more}


VIEW_LIMITS: dict[str, tuple[int, Callable[[int], Json]]] = {
    "title": (24, lambda n: modal(title=plain(n))),
    "submit": (24, lambda n: modal(submit=plain(n))),
    "close": (24, lambda n: modal(close=plain(n))),
    "private metadata": (3000, lambda n: modal(private_metadata="x" * n)),
    "callback id": (255, lambda n: modal(callback_id="x" * n)),
    "external id": (255, lambda n: modal(external_id="x" * n)),
    "blocks": (100, lambda n: modal(blocks=[{"type": "divider"}] * n)),
}


@pytest.mark.parametrize("name", VIEW_LIMITS)
def test_a_limit_of_views_holds_exactly(name: str) -> None:
    most, made = VIEW_LIMITS[name]
    assert check_view(made(most)) == []
    assert check_view(made(most + 1)) != []


MALFORMED_VIEWS: dict[str, Json] = {
    "inputs without a submit": {"type": "modal", "title": plain(5), "blocks": [entry()]},
    "a modal without a title": {"type": "modal", "blocks": [section()]},
    "no blocks": modal(blocks=[]),
    "a home with a submit": {"type": "home", "blocks": [section()], "submit": plain(4)},
    "an unknown type": {"type": "page", "blocks": [section()]},
    "a table in a modal": modal(blocks=[table(1, 1)]),
    "focus in two places": modal(
        blocks=[
            entry(element={"type": "plain_text_input", "action_id": name, "focus_on_load": True})
            for name in ("a", "b")
        ]
    ),
}


@pytest.mark.parametrize("name", MALFORMED_VIEWS)
def test_a_malformed_view_is_refused(name: str) -> None:
    assert check_view(MALFORMED_VIEWS[name]) != []


def test_what_slacks_own_models_build_is_accepted() -> None:
    built = [HeaderBlock(text="Plan").to_dict(), SectionBlock(text="*Ship* login").to_dict()]
    assert check_blocks(built, Surface.MESSAGE) == []
