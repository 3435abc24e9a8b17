"""What Slack accepts as blocks and views, limit by limit, with its complaints as Slack words them.

Sources: docs.slack.dev (reference/block-kit, surfaces/modals) and the limits of slack_sdk's models.
A check takes a value and its JSON pointer, and yields a complaint for all that is wrong with it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Any

Json = dict[str, Any]
Check = Callable[[object, str], Iterator[str]]
Checks = Mapping[str, Check]


class Surface(Enum):
    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


MOST_BLOCKS = {Surface.MESSAGE: 50, Surface.MODAL: 100, Surface.HOME: 100}
MOST_TEXT_IN_A_MESSAGE = (
    13_200  # not documented; measured in github.com/slackapi/bolt-js issues 2509 and 2867
)
MOST_MARKDOWN = 12_000  # all markdown blocks of a message together
PLAIN, MRKDWN = "plain_text", "mrkdwn"
ONLY_IN_MESSAGES = {"markdown", "table"}
ONLY_IN_MODALS = {"file_input"}


def complaint(text: str, where: str) -> str:
    return f"{text} [json-pointer:{where}]"


def string(longest: int, shortest: int = 1, pattern: str | None = None) -> Check:
    def check(value: object, where: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield complaint("must be a string", where)
        elif len(value) > longest:
            yield complaint(f"must be less than {longest + 1} characters", where)
        elif len(value) < shortest:
            yield complaint(f"must be more than {shortest - 1} characters", where)
        elif pattern and not re.fullmatch(pattern, value):
            yield complaint("does not match the expected format", where)

    return check


def whole(lowest: int, highest: int) -> Check:
    def check(value: object, where: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield complaint("must be an integer", where)
        elif not lowest <= value <= highest:
            yield complaint(f"must be between {lowest} and {highest}", where)

    return check


def boolean(value: object, where: str) -> Iterator[str]:
    if not isinstance(value, bool):
        yield complaint("must be a boolean", where)


def anything(value: object, where: str) -> Iterator[str]:
    """For what Slack fills in itself, or what no test of ours depends on."""
    yield from ()


def one_of(*words: str) -> Check:
    def check(value: object, where: str) -> Iterator[str]:
        if value not in words:
            yield complaint(f"must be one of: {', '.join(words)}", where)

    return check


def listing(each: Check, at_most: int, at_least: int = 1) -> Check:
    def check(value: object, where: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield complaint("must be an array", where)
            return
        if len(value) > at_most:
            yield complaint(f"no more than {at_most} items allowed", where)
        if len(value) < at_least:
            yield complaint(f"no less than {at_least} items allowed", where)
        for number, item in enumerate(value):
            yield from each(item, f"{where}/{number}")

    return check


def shape(required: Checks, optional: Checks | None = None, *rules: Check) -> Check:
    """An object with these fields and no others; the rules see it only when its fields are right."""
    known = {"type": anything, **(optional or {}), **required}

    def fields(value: Json, where: str) -> Iterator[str]:
        for name in required:
            if name not in value:
                yield complaint(f"missing required field: {name}", where)
        for name, inner in value.items():
            if name in known:
                yield from known[name](inner, f"{where}/{name}")
            else:
                yield complaint(f"invalid additional property: {name}", where)

    def check(value: object, where: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield complaint("must be an object", where)
            return
        wrong = list(fields(value, where))
        yield from wrong or [found for rule in rules for found in rule(value, where)]

    return check


def kind_of(kinds: Checks, allowed: set[str] | None = None) -> Check:
    """An object whose `type` says which check applies."""

    def check(value: object, where: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield complaint("must be an object", where)
            return
        kind = value.get("type")
        if kind is None:
            yield complaint("missing required field: type", where)
        elif kind not in kinds or (allowed is not None and kind not in allowed):
            yield complaint(f"unsupported type: {kind}", f"{where}/type")
        else:
            yield from kinds[kind](value, where)

    return check


def text(longest: int, *kinds: str, shortest: int = 1) -> Check:
    """A text object; of either kind when none is named."""
    body = {"text": string(longest, shortest)}
    forms = {PLAIN: shape(body, {"emoji": boolean}), MRKDWN: shape(body, {"verbatim": boolean})}
    return kind_of(forms, set(kinds) or None)


def exactly_one(*names: str) -> Check:
    def check(value: object, where: str) -> Iterator[str]:
        given = [name for name in names if isinstance(value, dict) and name in value]
        if len(given) != 1:
            yield complaint(f"exactly one of these fields is required: {', '.join(names)}", where)

    return check


def at_least_one(*names: str) -> Check:
    def check(value: object, where: str) -> Iterator[str]:
        if not any(isinstance(value, dict) and name in value for name in names):
            yield complaint(f"missing required field: {names[0]}", where)

    return check


def offered_options(element: Json) -> list[Json]:
    """The options of an element, those in groups included."""
    groups = [{"options": element.get("options", [])}, *element.get("option_groups", [])]
    return [option for group in groups for option in group["options"]]


def initial_is_offered(value: object, where: str) -> Iterator[str]:
    assert isinstance(value, dict)
    offered = [option["value"] for option in offered_options(value)]
    chosen = [*value.get("initial_options", []), *filter(None, [value.get("initial_option")])]
    for option in chosen:
        if option["value"] not in offered:
            yield complaint(f"initial option is not among the options: {option['value']}", where)


IDENTIFIER = string(255)
URL = string(3000, pattern=r"[a-zA-Z][\w+.-]*:\S+")
WEB_IMAGE = string(3000, pattern=r"https?://\S+")
CONFIRM = shape(
    {"title": text(100, PLAIN), "text": text(300), "confirm": text(30, PLAIN), "deny": text(30, PLAIN)},
    {"style": one_of("primary", "danger")},
)
MENU_OPTION = shape(
    {"text": text(75, PLAIN), "value": string(150)}, {"description": text(75, PLAIN), "url": URL}
)
BOX_OPTION = shape({"text": text(75), "value": string(150)}, {"description": text(75)})
OPTION_GROUP = shape({"label": text(75, PLAIN), "options": listing(MENU_OPTION, 100)})
IMAGE_FILE = shape({}, {"id": IDENTIFIER, "url": URL}, exactly_one("id", "url"))
FILTER = shape(
    {},
    {
        "include": listing(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)


def interactive(required: Checks, optional: Checks, *rules: Check) -> Check:
    return shape(required, {"action_id": IDENTIFIER, "confirm": CONFIRM, **optional}, *rules)


def typed(required: Checks, optional: Checks, *rules: Check) -> Check:
    """An element that can hold the focus and shows a placeholder."""
    more = {"placeholder": text(150, PLAIN), "focus_on_load": boolean, **optional}
    return interactive(required, more, *rules)


DISPATCH = {
    "dispatch_action_config": shape(
        {}, {"trigger_actions_on": listing(one_of("on_enter_pressed", "on_character_entered"), 2)}
    )
}
LENGTHS = {"min_length": whole(0, 3000), "max_length": whole(1, 3000)}
MOST_CHOSEN = {"max_selected_items": whole(1, 100)}
MENU = {"options": listing(MENU_OPTION, 100), "option_groups": listing(OPTION_GROUP, 100)}
ONE_MENU = exactly_one("options", "option_groups")
NUMBER = string(40, pattern=r"-?\d+(\.\d+)?")
SEVERAL_IDS = listing(IDENTIFIER, 100)

ELEMENTS: Checks = {
    "button": interactive(
        {"text": text(75, PLAIN)},
        {
            "url": URL,
            "value": string(2000),
            "style": one_of("primary", "danger"),
            "accessibility_label": string(75),
        },
    ),
    "overflow": interactive({"options": listing(MENU_OPTION, 5)}, {}),
    "datepicker": typed({}, {"initial_date": string(10, pattern=r"\d{4}-\d{2}-\d{2}")}),
    "timepicker": typed(
        {}, {"initial_time": string(5, pattern=r"([01]\d|2[0-3]):[0-5]\d"), "timezone": string(100)}
    ),
    "datetimepicker": typed({}, {"initial_date_time": whole(1_000_000_000, 9_999_999_999)}),
    "static_select": typed({}, {**MENU, "initial_option": MENU_OPTION}, ONE_MENU, initial_is_offered),
    "multi_static_select": typed(
        {},
        {**MENU, **MOST_CHOSEN, "initial_options": listing(MENU_OPTION, 100)},
        ONE_MENU,
        initial_is_offered,
    ),
    "external_select": typed({}, {"min_query_length": whole(0, 100), "initial_option": MENU_OPTION}),
    "multi_external_select": typed(
        {},
        {"min_query_length": whole(0, 100), "initial_options": listing(MENU_OPTION, 100), **MOST_CHOSEN},
    ),
    "users_select": typed({}, {"initial_user": IDENTIFIER}),
    "multi_users_select": typed({}, {"initial_users": SEVERAL_IDS, **MOST_CHOSEN}),
    "channels_select": typed({}, {"initial_channel": IDENTIFIER, "response_url_enabled": boolean}),
    "multi_channels_select": typed({}, {"initial_channels": SEVERAL_IDS, **MOST_CHOSEN}),
    "conversations_select": typed(
        {},
        {
            "initial_conversation": IDENTIFIER,
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": FILTER,
        },
    ),
    "multi_conversations_select": typed(
        {},
        {
            "initial_conversations": SEVERAL_IDS,
            "default_to_current_conversation": boolean,
            "filter": FILTER,
            **MOST_CHOSEN,
        },
    ),
    "checkboxes": interactive(
        {"options": listing(BOX_OPTION, 10)},
        {"initial_options": listing(BOX_OPTION, 10), "focus_on_load": boolean},
        initial_is_offered,
    ),
    "radio_buttons": interactive(
        {"options": listing(BOX_OPTION, 10)},
        {"initial_option": BOX_OPTION, "focus_on_load": boolean},
        initial_is_offered,
    ),
    "plain_text_input": typed(
        {}, {"initial_value": string(3000, 0), "multiline": boolean, **LENGTHS, **DISPATCH}
    ),
    "email_text_input": typed({}, {"initial_value": string(3000), **DISPATCH}),
    "url_text_input": typed({}, {"initial_value": string(3000), **DISPATCH}),
    "number_input": typed(
        {"is_decimal_allowed": boolean},
        {"initial_value": NUMBER, "min_value": NUMBER, "max_value": NUMBER, **DISPATCH},
    ),
    "rich_text_input": typed({}, {"initial_value": anything, **DISPATCH}),
    "file_input": shape(
        {},
        {"action_id": IDENTIFIER, "filetypes": listing(string(20), 100), "max_files": whole(1, 10)},
    ),
    "image": shape(
        {"alt_text": string(2000)},
        {"image_url": WEB_IMAGE, "slack_file": IMAGE_FILE},
        exactly_one("image_url", "slack_file"),
    ),
    PLAIN: text(3000, PLAIN),
    MRKDWN: text(3000, MRKDWN),
}

_SELECTS = {f"{kind}_select" for kind in ("static", "external", "users", "channels", "conversations")}
_MULTI = {f"multi_{kind}" for kind in _SELECTS}
_PICKERS = {"datepicker", "timepicker"}
_BOXES = {"checkboxes", "radio_buttons"}
IN_ACTIONS = {"button", "overflow", "datetimepicker"} | _SELECTS | _MULTI | _PICKERS | _BOXES
IN_SECTION = {"button", "overflow", "image"} | _SELECTS | _MULTI | _PICKERS | _BOXES
IN_INPUT = (
    {f"{kind}_input" for kind in ("plain_text", "email_text", "url_text", "number", "rich_text", "file")}
    | {"datetimepicker"}
    | _SELECTS
    | _MULTI
    | _PICKERS
    | _BOXES
)

STYLE = {"style": shape({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline"), boolean))}
SPANS: Checks = {
    "text": shape({"text": string(12_000)}, STYLE),
    "user": shape({"user_id": IDENTIFIER}, STYLE),
    "usergroup": shape({"usergroup_id": IDENTIFIER}, STYLE),
    "channel": shape({"channel_id": IDENTIFIER}, STYLE),
    "broadcast": shape({"range": one_of("here", "channel", "everyone")}, STYLE),
    "link": shape({"url": URL}, {"text": string(12_000), "unsafe": boolean, **STYLE}),
    "emoji": shape({"name": string(100)}, {"unicode": string(100), **STYLE}),
    "date": shape(
        {"timestamp": whole(0, 9_999_999_999), "format": string(1000)},
        {"url": URL, "fallback": string(1000), **STYLE},
    ),
    "color": shape({"value": string(7)}, STYLE),
    "team": shape({"team_id": IDENTIFIER}, STYLE),
}
_SPANS = {"elements": listing(kind_of(SPANS), 10_000, at_least=0)}
_BORDER = {"border": whole(0, 1)}
RICH: Checks = {
    "rich_text_section": shape(_SPANS),
    "rich_text_preformatted": shape(_SPANS, {**_BORDER, "language": string(50)}),
    "rich_text_quote": shape(_SPANS, _BORDER),
    "rich_text_list": shape(
        {
            "style": one_of("bullet", "ordered"),
            "elements": listing(kind_of({"rich_text_section": shape(_SPANS)}), 1000),
        },
        {"indent": whole(0, 8), "offset": whole(0, 100_000), **_BORDER},
    ),
}
RICH_TEXT = shape({"elements": listing(kind_of(RICH), 1000)}, {"block_id": IDENTIFIER})
CELL = kind_of(
    {
        "raw_text": shape({"text": string(10_000)}),
        "raw_number": shape({"text": string(100)}, {"value": anything}),
        "rich_text": RICH_TEXT,
    }
)


def block(required: Checks, optional: Checks | None = None, *rules: Check) -> Check:
    return shape(required, {"block_id": IDENTIFIER, **(optional or {})}, *rules)


BLOCKS: Checks = {
    "section": block(
        {},
        {
            "text": text(3000),
            "fields": listing(text(2000), 10),
            "accessory": kind_of(ELEMENTS, IN_SECTION),
            "expand": boolean,
        },
        at_least_one("text", "fields"),
    ),
    "header": block({"text": text(150, PLAIN)}, {"level": whole(1, 4)}),
    "context": block({"elements": listing(kind_of(ELEMENTS, {"image", PLAIN, MRKDWN}), 10)}),
    "actions": block({"elements": listing(kind_of(ELEMENTS, IN_ACTIONS), 25)}),
    "divider": block({}),
    "image": block(
        {"alt_text": string(2000)},
        {"title": text(2000, PLAIN), "image_url": WEB_IMAGE, "slack_file": IMAGE_FILE},
        exactly_one("image_url", "slack_file"),
    ),
    "input": block(
        {"label": text(2000, PLAIN), "element": kind_of(ELEMENTS, IN_INPUT)},
        {"hint": text(2000, PLAIN), "optional": boolean, "dispatch_action": boolean},
    ),
    "rich_text": RICH_TEXT,
    "markdown": block({"text": string(MOST_MARKDOWN)}),
    "table": block({"rows": listing(listing(CELL, 20), 100)}, {"column_settings": listing(anything, 20)}),
}


def elements_of(one: Json) -> list[Json]:
    """The interactive elements of one block, in the order shown."""
    candidates = [one.get("accessory"), one.get("element")]
    if one.get("type") == "actions":
        candidates += one["elements"]
    return [element for element in candidates if element and element["type"] in (IN_ACTIONS | IN_INPUT)]


def _repeated(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})


def _duplicates(blocks: list[Json]) -> Iterator[str]:
    for name in _repeated([one["block_id"] for one in blocks if "block_id" in one]):
        yield complaint(f"`block_id` {name} already exists", "/blocks")
    for number, one in enumerate(blocks):
        for name in _repeated([part["action_id"] for part in elements_of(one) if "action_id" in part]):
            yield complaint(f"`action_id` {name} already exists", f"/blocks/{number}")


def _misplaced(blocks: list[Json], surface: Surface) -> Iterator[str]:
    for number, one in enumerate(blocks):
        wrong = one["type"] in ONLY_IN_MESSAGES and surface is not Surface.MESSAGE
        inner = [part["type"] for part in elements_of(one)]
        if wrong or (ONLY_IN_MODALS & set(inner) and surface is not Surface.MODAL):
            yield complaint(f"unsupported type on this surface: {one['type']}", f"/blocks/{number}/type")


def _over_all(blocks: list[Json]) -> Iterator[str]:
    markdown = sum(len(one["text"]) for one in blocks if one["type"] == "markdown")
    if markdown > MOST_MARKDOWN:
        yield complaint(f"markdown must be less than {MOST_MARKDOWN + 1} characters in all", "/blocks")
    if sum(one["type"] == "table" for one in blocks) > 1:
        yield complaint("only one table allowed", "/blocks")
    if sum(bool(part.get("focus_on_load")) for one in blocks for part in elements_of(one)) > 1:
        yield complaint("only one element can have focus_on_load", "/blocks")


def check_blocks(blocks: object, surface: Surface) -> list[str]:
    """All that Slack would complain about; empty if it accepts the blocks on that surface."""
    wrong = list(listing(kind_of(BLOCKS), MOST_BLOCKS[surface], at_least=0)(blocks, "/blocks"))
    if wrong:
        return wrong
    assert isinstance(blocks, list)
    return [*_duplicates(blocks), *_misplaced(blocks, surface), *_over_all(blocks)]


_ANY_VIEW: Checks = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
VIEW = kind_of(
    {
        "modal": shape(
            {"title": text(24, PLAIN), "blocks": anything},
            {
                **_ANY_VIEW,
                "close": text(24, PLAIN),
                "submit": text(24, PLAIN),
                "clear_on_close": boolean,
                "notify_on_close": boolean,
                "submit_disabled": boolean,
            },
        ),
        "home": shape({"blocks": anything}, _ANY_VIEW),
    }
)


def check_view(view: object) -> list[str]:
    """All that Slack would complain about in a modal or a home view."""
    wrong = list(VIEW(view, "/view"))
    if wrong:
        return wrong
    assert isinstance(view, dict)
    surface = Surface(view["type"])
    wrong = [found.replace("pointer:", "pointer:/view") for found in check_blocks(view["blocks"], surface)]
    if wrong:
        return wrong
    if not view["blocks"]:
        wrong.append(complaint("no less than 1 items allowed", "/view/blocks"))
    if (
        surface is Surface.MODAL
        and "submit" not in view
        and any(b["type"] == "input" for b in view["blocks"])
    ):
        wrong.append(complaint("missing required field: submit", "/view"))
    return wrong


def text_length(value: object) -> int:
    """Characters in all the texts of some blocks together."""
    if isinstance(value, list):
        return sum(text_length(item) for item in value)
    if not isinstance(value, dict):
        return 0
    own = value.get("text")
    rest = [inner for name, inner in value.items() if name != "text" or not isinstance(own, str)]
    return (len(own) if isinstance(own, str) else 0) + text_length(rest)
