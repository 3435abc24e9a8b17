"""Working hours and weekdays are read as people type them."""

import pytest

from bot.errors import UserError
from bot.services.hours import read_hours, read_weekdays


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("10-18", "10:00-18:00"),
        ("9:00-12:00 13:00-18:00", "9:00-12:00 13:00-18:00"),
        ("9-12, 13-17:30", "9:00-12:00 13:00-17:30"),
        ("9am-5pm", "9:00-17:00"),
        ("9 am to 5:30 pm", "9:00-17:30"),
        ("12am-12pm", "0:00-12:00"),
        ("9:00 – 18:00", "9:00-18:00"),
        ("９：００-１８：００", "9:00-18:00"),
        ("9点到18点", "9:00-18:00"),
        ("9點30至12點、13點到18點", "9:30-12:00 13:00-18:00"),
        ("22-6", "22:00-6:00"),
        ("22:00-2:00 3:00-6:00", "3:00-6:00 22:00-2:00"),
        ("13-18 9-12", "9:00-12:00 13:00-18:00"),
        ("13:30-24", "13:30-24:00"),
        ("0-24", "0:00-24:00"),
        ("8-10 and 11-12 and 14-16", "8:00-10:00 11:00-12:00 14:00-16:00"),
    ],
)
def test_hours_are_kept_in_one_way(typed: str, kept: str) -> None:
    assert read_hours(typed) == kept
    assert read_hours(kept) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("9am to 6pm", "9:00-18:00"),
        ("9-6", "9:00-18:00"),
        ("8-5", "8:00-17:00"),
        ("9–17", "9:00-17:00"),
        ("from 9 to 5:30pm", "9:00-17:30"),
        ("9:00–12:00 and 13:00–18:00", "9:00-12:00 13:00-18:00"),
        ("9-12, 1-6", "9:00-12:00 13:00-18:00"),
        ("9-18 with a lunch break 12-13", "9:00-12:00 13:00-18:00"),
        ("9-18 lunch 12-1", "9:00-12:00 13:00-18:00"),
        ("上午9点到下午6点", "9:00-18:00"),
        ("早九晚六", "9:00-18:00"),
        ("朝九晚五", "9:00-17:00"),
        ("早上9点半到晚上6点半", "9:30-18:30"),
        ("9点到18点,午休12点到1点", "9:00-12:00 13:00-18:00"),
        ("上午9点到12点，下午1点到6点", "9:00-12:00 13:00-18:00"),
        ("上午9:00-12:00 下午1:30-6:00", "9:00-12:00 13:30-18:00"),
        ("早上八點半到下午五點半", "8:30-17:30"),
        ("上午九點到下午六點，午休12點到1點半", "9:00-12:00 13:30-18:00"),
        ("晚上10点到早上6点", "22:00-6:00"),
        ("06-02", "6:00-2:00"),
    ],
)
def test_hours_are_read_as_people_say_them(typed: str, kept: str) -> None:
    assert read_hours(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "9", "9-18 lunch", "早上九点到下午六点，中午休息一小时",
     "9-9", "25-26", "9:70-18", "9-18 Uhr", "late", "9-13 12-18", "22-6 5-8", "24-3", "13pm-14pm",
     "1-2 3-4 5-6 7-8 9-10 11-12 13-14", "9-18" * 500],
)  # fmt: skip
def test_hours_that_are_none_are_refused(typed: str) -> None:
    with pytest.raises(UserError):
        read_hours(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("mon-fri", "12345"),
        ("Mon, Wed and Fri", "135"),
        ("weekdays", "12345"),
        ("sun-thu", "12347"),
        ("monday to thursday", "1234"),
        ("weekdays sat", "123456"),
        ("every day", "1234567"),
        ("周一到周五", "12345"),
        ("週一至週四", "1234"),
        ("星期二、四", "24"),
        ("周一三五", "135"),
        ("54321", "12345"),
        ("tuesdays thursdays", "24"),
    ],
)
def test_weekdays_are_kept_in_one_way(typed: str, kept: str) -> None:
    assert read_weekdays(typed) == kept
    assert read_weekdays(kept) == kept


@pytest.mark.parametrize("typed", ["", "8", "someday", "mon-", "mon foo", "x" * 10_000])
def test_words_that_are_no_weekdays_are_refused(typed: str) -> None:
    with pytest.raises(UserError):
        read_weekdays(typed)
