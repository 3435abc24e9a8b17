"""What the rules don't read in a field that holds nothing but a date: dateparser, with the languages named.

Never for free text. It takes "9am" for a time in the past, "may" for a date, and knows no 三天后. So it comes
last, and what it gives is taken only as a day that lies ahead.
"""

from datetime import timedelta

from bot.when.meaning import Reading, When

LONGEST = 60  # characters; a date in any wording is shorter
SHORTEST = 4  # "10" and "may" are no dates
FARTHEST = timedelta(days=731)


def read_field(text: str, reading: Reading) -> When | None:
    """Return the day that a field's text says in other words than the rules know; None where it says none."""
    import dateparser  # noqa: PLC0415 - 60 ms and its data that hardly any command needs

    if not SHORTEST <= len(text.strip()) <= LONGEST:
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
