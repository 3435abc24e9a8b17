"""What is sealed is read with a key only, for what it was sealed for, and outlives a change of keys."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.sealing import Seals, Unreadable

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
OLD, NEW, OTHER = "o" * 32, "n" * 32, "x" * 32
TOKEN = "xoxb-1-secret"


def test_it_is_not_there_to_read_and_opens_again() -> None:
    seals = Seals([OLD])
    sealed = seals.seal(TOKEN, "slack/T1", NOON)
    assert "secret" not in sealed
    assert seals.open(sealed, "slack/T1") == TOKEN
    assert sealed != seals.seal(TOKEN, "slack/T1", NOON)  # the same twice does not look the same


@pytest.mark.parametrize("keys", [[NEW, OLD], [OLD, NEW]])
def test_any_of_the_keys_opens(keys: list[str]) -> None:
    assert Seals(keys).open(Seals([OLD]).seal(TOKEN, "slack/T1", NOON), "slack/T1") == TOKEN


def test_without_its_key_it_stays_shut() -> None:
    with pytest.raises(Unreadable):
        Seals([OTHER]).open(Seals([OLD]).seal(TOKEN, "slack/T1", NOON), "slack/T1")


@pytest.mark.parametrize("purpose", ["slack/T2", "slack/T", "slack/T1\nxoxb-1-secret", ""])
def test_in_another_place_it_opens_nothing(purpose: str) -> None:
    seals = Seals([OLD])
    with pytest.raises(Unreadable):
        seals.open(seals.seal(TOKEN, "slack/T1", NOON), purpose)


@pytest.mark.parametrize("broken", ["", "x", "gAAAAA", "秘密"])
def test_what_is_no_seal_is_said(broken: str) -> None:
    seals = Seals([OLD])
    for sealed in (broken, seals.seal(TOKEN, "slack/T1", NOON)[:-4] + "AAAA"):
        with pytest.raises(Unreadable):
            seals.open(sealed, "slack/T1")


def test_renewed_it_needs_the_old_key_no_more() -> None:
    sealed = Seals([OLD]).seal(TOKEN, "slack/T1", NOON)
    renewed = Seals([NEW, OLD]).renewed(sealed, "slack/T1")
    assert renewed is not None
    assert Seals([NEW]).open(renewed, "slack/T1") == TOKEN
    assert Seals([NEW, OLD]).renewed(renewed, "slack/T1") is None


def test_what_is_too_old_is_no_longer_taken() -> None:
    seals, within = Seals([OLD]), timedelta(minutes=10)
    sealed = seals.seal("nonce", "install", NOON)
    assert seals.open_young(sealed, "install", now=NOON + within, within=within) == "nonce"
    with pytest.raises(Unreadable):
        seals.open_young(sealed, "install", now=NOON + timedelta(minutes=10, seconds=1), within=within)
    with pytest.raises(Unreadable):
        seals.open_young(sealed, "other", now=NOON, within=within)
