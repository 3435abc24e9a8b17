"""Settings as people see them."""

from dataclasses import dataclass
from datetime import datetime

from bot.message import (
    Audience,
    Bold,
    Choice,
    City,
    Code,
    Country,
    Field,
    FieldKind,
    Form,
    Line,
    Listed,
    Message,
    Phrase,
    Time,
    Value,
    Zoned,
    button,
    heading,
    item,
    line,
    note,
    phrase,
)
from bot.outgoing import Reader
from bot.wording import city, country, words
from bot.zones import read_zone
from storage.models import Person, Project

CHINESE_ZONES = (
    "Asia/Shanghai",
    "Asia/Taipei",
    "Asia/Hong_Kong",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
)
OTHER_ZONES = (
    "Europe/London",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Australia/Sydney",
    "America/New_York",
    "America/Los_Angeles",
)

LIKELY_ZONES = {
    "zh-Hans": CHINESE_ZONES,
    "zh-Hant": ("Asia/Taipei", "Asia/Hong_Kong", "Asia/Shanghai", *CHINESE_ZONES[3:]),
}

OFFICE_HOURS = "9:00-12:00 13:00-18:00"
OFFICE_DAYS = "12345"
LANGUAGES = {"en": "English", "zh-Hans": "简体中文", "zh-Hant": "繁體中文"}
WEEKDAYS = {
    "1": Phrase("Mon"),
    "2": Phrase("Tue"),
    "3": Phrase("Wed"),
    "4": Phrase("Thu"),
    "5": Phrase("Fri"),
    "6": Phrase("Sat"),
    "7": Phrase("Sun"),
}


@dataclass(frozen=True, slots=True)
class Mine:
    """Somebody's settings beside their project's; `zone` is the one that holds where nobody set any."""

    person: Person
    project: Project | None
    zone: str
    now: datetime


def which_zone(language: str) -> Message:
    """Return the question where somebody lives, with what is likely for who reads in a language."""
    where = Field(
        "text",
        Phrase("Where do you live?"),
        hint=Phrase("Any city or zone"),
        choices=likely_cities(language),
        required=True,
    )
    return Message(form=Form("settings zone", Phrase("Your time"), (where,)))


def likely_cities(language: str) -> tuple[Choice, ...]:
    """Return the zones that are likely for who reads in a language, as answers; the likeliest is first."""
    likely = LIKELY_ZONES.get(language, OTHER_ZONES)
    return tuple(Choice(phrase("{city}", city=City(one)), one) for one in likely)


def mine(one: Mine) -> Message:
    """Return somebody's own settings, with what to change them by."""
    person = one.person
    lines = (
        heading("Your settings"),
        item(phrase("Name: {name}", name=Bold(person.name))),
        _zone(one),
        item(
            phrase("Working hours: {hours}", hours=_hours(one)), _whose(one, is_own=person.hours is not None)
        ),
        item(
            phrase("Working days: {days}", days=_days(one)), _whose(one, is_own=person.weekdays is not None)
        ),
        item(
            phrase("Public holidays: {region}", region=_region(one)),
            _whose(one, is_own=person.region is not None),
        ),
        item(phrase("Language: {language}", language=LANGUAGES[person.language or "en"])),
        _question(person),
    )
    others = tuple(
        button("{language}", f"settings language {code}", language=name)
        for code, name in LANGUAGES.items()
        if code != (person.language or "en")
    )
    shown = Message((*lines, *_stopped(person)), (button("Change", "settings edit"), *others))
    return shown.to(Audience.PRIVATE)


def _stopped(person: Person) -> list[Line]:
    if person.stopped_at is None:
        return []
    return [
        note("You get no messages from me by your own wish. Start again: {example}", example=Code("resume"))
    ]


def _zone(one: Mine) -> Line:
    zone = one.person.zone or (one.project.zone if one.project else one.zone)
    shown = phrase("Your time: {now}", now=Zoned(one.now, zone))
    return item(shown, _whose(one, is_own=one.person.zone is not None))


def _whose(one: Mine, *, is_own: bool) -> Value | None:
    if is_own:
        return None
    return phrase("as in {project}", project=one.project.name) if one.project else phrase("not set")


def _hours(one: Mine) -> str:
    return (one.person.hours or (one.project.hours if one.project else None) or OFFICE_HOURS).replace(
        "-", "–"
    )


def _days(one: Mine) -> Value:
    return weekdays(one.person.weekdays or (one.project.weekdays if one.project else None) or OFFICE_DAYS)


def weekdays(numbers: str) -> Value:
    """Return ISO weekday numbers as their names: "Mon to Fri", "Mon, Wed and Fri"."""
    names = tuple(WEEKDAYS[one] for one in numbers)
    if len(numbers) > 2 and numbers in "1234567":  # noqa: PLR2004 - two days are no stretch
        return phrase("{first} to {last}", first=names[0], last=names[-1])
    return Listed(names)


def _region(one: Mine) -> Value:
    region = one.person.region or (one.project.region if one.project else None)
    return territory(region)


def territory(region: str | None) -> Value:
    """Return whose public holidays hold."""
    return phrase("none") if region in (None, "none") else Country(region)


def _question(person: Person) -> Line:
    at = phrase("at the stand-up's time") if person.asks_at is None else Time(person.asks_at)
    where = phrase("in the channel") if person.in_channel else phrase("here")
    return item(phrase("Daily question: {time}", time=at), where)


def form(one: Mine) -> Message:
    """Return the settings to fill in."""
    person, language = one.person, one.person.language or "en"
    fields = (
        Field("name", phrase("Name"), value=person.name),
        Field(
            "zone",
            phrase("Time zone"),
            value=_city(person.zone, language) if person.zone else "",
            hint=phrase("A city, such as Shanghai"),
        ),
        Field("hours", phrase("Working hours"), value=person.hours or "", hint=phrase("Such as 9-12 13-18")),
        Field("days", phrase("Working days"), value=_typed_days(one), hint=phrase("Such as mon-fri")),
        Field(
            "language",
            phrase("Language"),
            FieldKind.CHOICE,
            language,
            choices=tuple(Choice(phrase("{name}", name=name), code) for code, name in LANGUAGES.items()),
        ),
        Field(
            "holidays",
            phrase("Public holidays"),
            value=_country(person.region, language) if person.region else "",
            hint=phrase("Such as CN or DE-BY"),
        ),
        Field(
            "question",
            phrase("Time of the daily question"),
            FieldKind.TIME,
            f"{person.asks_at:%H:%M}" if person.asks_at else "",
        ),
    )
    return Message((line("Your settings"),), form=Form("settings edit", phrase("Your settings"), fields))


def _typed_days(one: Mine) -> str:
    """Somebody's own weekdays as they would type them, in their language."""
    if not one.person.weekdays:
        return ""
    return words(weekdays(one.person.weekdays), Reader(one.person.language or "en", "UTC", one.now))


def _city(zone: str, language: str) -> str:
    """A zone as somebody would type it: its city, where that names no other zone."""
    name = city(zone, language)
    return name if read_zone(name) == zone else zone


def _country(region: str, language: str) -> str:
    return country(region, language) if region.isalpha() and region.isupper() else region


def project(one: Project, *more: Line, language: str = "") -> Message:
    """Return a project's calendar settings; `language` is the one of the channel, where it has its own."""
    lines = (
        item(phrase("Zone: {zone}", zone=City(one.zone))),
        item(phrase("Working hours: {hours}", hours=(one.hours or OFFICE_HOURS).replace("-", "–"))),
        item(phrase("Working days: {days}", days=weekdays(one.weekdays or OFFICE_DAYS))),
        item(phrase("Public holidays: {region}", region=territory(one.region))),
        item(phrase("Language: {language}", language=LANGUAGES[language or one.language or "en"])),
    )
    return Message((heading("{project}", project=Bold(one.name)), *lines, *more))
