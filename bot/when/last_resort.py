"""What the rules don't read in a field that holds nothing but a date: dateparser, with the languages named.

Never for free text. It takes "9am" for a time in the past, "may" for a date, and knows no 三天后. So it comes
last, and what it gives is taken only as a day that lies ahead.
"""

import re
from datetime import timedelta

from bot.when.meaning import Reading, When

LONGEST = 40  # characters; a date in any wording is shorter
SHORTEST = 4  # "10" and "may" are no dates
FARTHEST = timedelta(days=731)
MOST_PIECES = 18  # words, numbers and signs

_PIECE = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")


def read_field(text: str, reading: Reading) -> When | None:
    """Return the day that a field's text says in other words than the rules know; None where it says none."""
    import dateparser  # noqa: PLC0415 - 60 ms and its data that hardly any command needs

    if not SHORTEST <= len(text.strip()) <= LONGEST:
        return None
    if not _is_like_a_date(text):
        return None
    found = dateparser.parse(
        text,
        languages=["zh", "en"] if reading.language.startswith("zh") else ["en"],
        settings={
            "RELATIVE_BASE": reading.now.replace(tzinfo=None),
            "PREFER_DATES_FROM": "future",
            "DATE_ORDER": (reading.order or "dmy").upper(),
            "REQUIRE_PARTS": ["day", "month"],
        },
    )
    if found is None or not reading.today <= found.date() <= reading.today + FARTHEST:
        return None
    return When(found.date())


def _is_like_a_date(text: str) -> bool:
    """Whether it has a figure, few pieces and hardly a word twice: on others dateparser takes long."""
    pieces = _PIECE.findall(text.lower())
    words = [one for one in pieces if one.isalpha()]
    has_figure = any(one.isdigit() for one in pieces)
    return has_figure and len(pieces) <= MOST_PIECES and len(words) - len(set(words)) <= 1
