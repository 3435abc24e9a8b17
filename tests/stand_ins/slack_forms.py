"""What stands in a form: the state of its elements, and what a person may put into them."""

import re
from collections.abc import Callable

from tests.stand_ins.block_kit import Json, elements_of, offered_options

REQUIRED = "Please complete this required field."

# the field of the state, and the field of the element that it starts from
HELD = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "file_input": ("files", "initial_files"),
}
State = dict[str, dict[str, Json]]
Find = Callable[[str], str]


def several(element: Json) -> bool:
    return HELD[element["type"]][0].endswith("s")


def initial(element: Json) -> Json:
    held, start = HELD[element["type"]]
    return {"type": element["type"], held: element.get(start, [] if several(element) else None)}


def state_of(blocks: list[Json], before: State | None = None) -> State:
    """What the elements hold; typed input is kept where block id and action id stayed the same."""
    state: State = {}
    for block in blocks:
        for element in elements_of(block):
            if element["type"] not in HELD:
                continue
            block_id, action_id = block["block_id"], element["action_id"]
            kept = (before or {}).get(block_id, {}).get(action_id)
            same = kept if kept and kept["type"] == element["type"] else None
            state.setdefault(block_id, {})[action_id] = same or initial(element)
    return state


def label_of(block: Json) -> str:
    label = block.get("label") or block.get("text") or {}
    return str(label.get("text", ""))


def find_field(blocks: list[Json], field: str) -> tuple[Json, Json]:
    """The block and element with this block id, action id or label."""
    fields = [(block, element) for block in blocks for element in elements_of(block)]
    for block, element in fields:
        if field in (block["block_id"], element["action_id"], label_of(block)) and element["type"] in HELD:
            return block, element
    offered = [label_of(block) or block["block_id"] for block, _ in fields]
    raise AssertionError(f"there is no field {field!r} to fill in; there are {offered}")


def pick(element: Json, wanted: str) -> Json:
    for option in offered_options(element):
        if wanted in (option["text"]["text"], option["value"]):
            return option
    offered = [option["text"]["text"] for option in offered_options(element)]
    raise AssertionError(f"{wanted!r} is not offered; there are {offered}")


def filled(element: Json, value: object, person: Find, channel: Find) -> Json:
    """The state of an element after somebody put the value in; people and channels by id or name."""
    held = HELD[element["type"]][0]
    read: dict[str, Callable[[str], object]] = {
        "option": lambda one: pick(element, one),
        "user": person,
        "channel": channel,
        "conversation": channel,
    }
    convert = read.get(held.removeprefix("selected_").removesuffix("s"), str)
    if value is None or isinstance(value, (int, dict)):  # a dict: an option that the bot suggested
        return {"type": element["type"], held: value}
    if isinstance(value, str):
        new = convert(value) if value else None
        return {"type": element["type"], held: [new] if several(element) else new}
    assert isinstance(value, (list, tuple, set)), f"cannot be put into a {element['type']}: {value!r}"
    return {"type": element["type"], held: [convert(one) for one in value]}


def refusal(block: Json, element: Json, held: Json) -> str | None:
    """What the client itself says before anything is sent; None if it lets the value pass."""
    value = held[HELD[element["type"]][0]]
    if value in (None, "", []):
        return None if block.get("optional") else REQUIRED
    if element["type"] == "plain_text_input" and len(value) < element.get("min_length", 0):
        return f"Must be at least {element['min_length']} characters."
    if element["type"] == "plain_text_input" and len(value) > element.get("max_length", 3000):
        return f"Must be at most {element.get('max_length', 3000)} characters."
    if element["type"] == "number_input" and not re.fullmatch(r"-?\d+(\.\d+)?", str(value)):
        return "Must be a number."
    return None


def refusals(blocks: list[Json], state: State) -> dict[str, str]:
    """By block id, what a client complains about when the form is sent like this."""
    found = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        why = refusal(block, element, state[block["block_id"]][element["action_id"]])
        if why:
            found[block["block_id"]] = why
    return found
