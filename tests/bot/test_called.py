"""Names are found at the front of a text, whoever has them; what is typed is compared letter by letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.command import Names
from bot.command.folding import fold
from storage.models import Person
from storage.people import Mate


def mate(number: int, *names: str) -> Mate:
    return Mate(Person(id=number, name=names[0]), names, None)


TEAM = Names(
    [
        mate(1, "Li"), mate(2, "Lisa", "lisa.k"), mate(3, "Anna Schmidt"), mate(4, "Anna Weber"),
        mate(5, "Bo Li", "bo-li"), mate(6, "李雷"), mate(7, "李"), mate(8, "İpek Su"), mate(9, "ΝΙΚΟΣ Π"),
        mate(10, "Li"),
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("li by friday", (1, 2)),  # of two with one name the first
        ("LISA, please", (2, 4)),
        ("lisa.k does it", (2, 6)),
        ("lisa.m does it", (2, 4)),
        ("anna schmidt", (3, 12)),
        ("bo-li", (5, 5)),
        ("李雷负责", (6, 2)),
        ("李明负责", (7, 1)),
        ("ＬＩ", (1, 2)),
        ("ipek su", (8, 7)),
        ("νικος π", (9, 7)),
        ("lis", None),
        ("li_x", None),
        ("", None),
        ("@li", None),
    ],
)
def test_the_longest_name_at_the_front_is_meant(text: str, expected: tuple[int, int] | None) -> None:
    found = TEAM.longest(text)
    assert (found and (found[0].id, found[1])) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("bo by friday", (5, 2)), ("anna by friday", None), ("Ipek", (8, 4)), ("li", None)]
)
def test_a_first_name_is_enough_where_only_one_has_it(text: str, expected: tuple[int, int] | None) -> None:
    found = TEAM.first(text)
    assert (found and (found[0].id, found[1])) == expected


@given(st.text())
def test_every_place_of_a_folded_text_is_the_texts(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert folded == "".join(fold(one) for one in text)
