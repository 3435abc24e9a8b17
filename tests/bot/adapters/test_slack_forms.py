"""Forms as modals, held against Slack's limits, and what comes back of them."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.slack_forms import Asked, errors, modal, submitted
from bot.incoming import Filled, Place, PlaceKind
from bot.message import Choice, Field, FieldKind, Form, Phrase, phrase, says
from bot.outgoing import Reader
from tests.stand_ins.block_kit import Json, check_view
from tests.stand_ins.slack_forms import state_of

PLACE = Place(PlaceKind.CHANNEL, "C1", "17.5", "web-shop", is_private=True)
ASKED = Asked(PLACE, "C1:17.5")
READER = Reader()


def form(*fields: Field, **given: str) -> Form:
    return Form("task edit", phrase("Edit {key}", key="WEB-12"), fields, given)


def asked_for(kind: FieldKind, value: str = "", choices: tuple[Choice, ...] = ()) -> Json:
    """The element of a form's only field."""
    view = modal(form(Field("x", phrase("X"), kind, value, choices=choices)), READER, ASKED)
    assert check_view(view) == []
    element: Json = view["blocks"][0]["element"]
    return element


def sent_back(view: Json) -> Json:
    """The view as it comes when it is submitted untouched."""
    return {**view, "state": {"values": state_of(view["blocks"])}}


@pytest.mark.parametrize(
    ("kind", "value", "element", "initial"),
    [
        (FieldKind.TEXT, "Draft", "plain_text_input", {"initial_value": "Draft", "multiline": False}),
        (FieldKind.LONG, "a\nb", "plain_text_input", {"initial_value": "a\nb", "multiline": True}),
        (FieldKind.PERSON, "@<U1>", "users_select", {"initial_user": "U1"}),
        (FieldKind.PERSON, "", "users_select", {}),
        (FieldKind.PEOPLE, "@<U1> @<W2>", "multi_users_select", {"initial_users": ["U1", "W2"]}),
        (FieldKind.DATE, "2025-11-28", "datepicker", {"initial_date": "2025-11-28"}),
        (FieldKind.TIME, "9:30", "timepicker", {"initial_time": "09:30"}),
    ],
)
def test_a_field_is_slacks_own_picker(kind: FieldKind, value: str, element: str, initial: Json) -> None:
    made = asked_for(kind, value)
    assert made["type"] == element
    assert initial.items() <= made.items()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (FieldKind.PERSON, "Li of the other platform"),
        (FieldKind.PERSON, "@<U1> @<U2>"),
        (FieldKind.PEOPLE, "@<U1> and Li"),
        (FieldKind.DATE, "friday 3pm"),
        (FieldKind.TIME, "25:00"),
        (FieldKind.CHOICE, "something else"),
    ],
)
def test_what_a_picker_can_not_hold_is_edited_as_text(kind: FieldKind, value: str) -> None:
    made = asked_for(kind, value, choices=(Choice(phrase("High"), "p1"),))
    assert (made["type"], made["initial_value"]) == ("plain_text_input", value)


def test_choices_are_offered_by_label_and_come_back_by_value() -> None:
    choices = (Choice(phrase("High"), "p1"), Choice(phrase("Low"), "p3"))
    made = asked_for(FieldKind.CHOICE, "p3", choices=choices)
    assert [option["text"]["text"] for option in made["options"]] == ["High", "Low"]
    assert made["initial_option"]["value"] == "p3"


def test_a_form_left_as_it_is_comes_back_as_it_was() -> None:
    values = {
        "title": "Draft <the> *contract*",
        "owner": "@<U1>",
        "people": "@<U1> @<U2>",
        "due": "2025-11-28",
        "at": "09:30",
        "priority": "p1",
        "tags": "",
    }
    kinds = (
        FieldKind.TEXT,
        FieldKind.PERSON,
        FieldKind.PEOPLE,
        FieldKind.DATE,
        FieldKind.TIME,
        FieldKind.CHOICE,
        FieldKind.LONG,
    )
    fields = [
        Field(name, phrase(name), kind, value, choices=(Choice(phrase("High"), "p1"),))
        for (name, value), kind in zip(values.items(), kinds, strict=True)
    ]
    view = modal(form(*fields, task="WEB-12"), READER, ASKED)
    assert check_view(view) == []
    assert submitted(sent_back(view)) == (Filled("task edit", {"task": "WEB-12", **values}), ASKED)


def test_a_text_too_long_for_a_field_is_left_alone() -> None:
    view = modal(
        form(Field("note", phrase("Note"), FieldKind.LONG, "x" * 3_001), task="WEB-12"), READER, ASKED
    )
    assert check_view(view) == []
    said, _ = submitted(sent_back(view))
    assert said.values == {"task": "WEB-12"}


def test_more_than_slack_keeps_with_a_form_is_a_bug_and_not_cut_in_silence() -> None:
    with pytest.raises(ValueError, match="task edit"):
        modal(form(note="x" * 3_000), READER, ASKED)


def test_an_error_stands_under_the_field_it_speaks_of() -> None:
    view = modal(form(Field("title", phrase("Title")), Field("due", phrase("Due"))), READER, ASKED)
    wrong = says("{word} is no date I know.", word="fryday")
    assert errors(wrong, READER, view, "due")["errors"] == {"due": "fryday is no date I know."}
    assert list(errors(wrong, READER, view, "task")["errors"]) == ["title"]


def test_an_error_in_a_form_without_fields_is_shown_in_it() -> None:
    answer = errors(says("It was closed meanwhile."), READER, modal(form(), READER, ASKED), "due")
    assert answer["response_action"] == "update"
    assert check_view(answer["view"]) == []
    assert "It was closed meanwhile." in json.dumps(answer)


words = st.text(max_size=400)
fields = st.builds(
    lambda label, kind, value, hint, choices: (label, kind, value, hint, choices),
    words,
    st.sampled_from(FieldKind),
    words | st.sampled_from(["@<U1>", "@<U1> @<U2>", "2025-11-28", "9:30", "x" * 3_001]),
    words,
    st.lists(st.tuples(words, words), max_size=120),
)


@given(st.lists(fields, max_size=8), words)
@settings(max_examples=40, deadline=None)
def test_slack_accepts_every_form(some: list[Any], title: str) -> None:
    made = tuple(
        Field(
            f"field{number}",
            Phrase("{text}", {"text": label}),
            kind,
            value,
            hint=Phrase("{text}", {"text": hint}),
            choices=tuple(Choice(Phrase("{text}", {"text": shown}), chosen) for shown, chosen in choices),
        )
        for number, (label, kind, value, hint, choices) in enumerate(some)
    )
    view = modal(Form("task edit", Phrase("{text}", {"text": title}), made), READER, ASKED)
    assert check_view(view) == []
