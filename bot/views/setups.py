"""Setting a channel up, as its people see it."""

from dataclasses import dataclass
from datetime import datetime

from bot.message import (
    Audience,
    Bold,
    Choice,
    Code,
    Field,
    FieldKind,
    Form,
    Message,
    Phrase,
    Zoned,
    button,
    line,
    note,
)
from bot.views.settings import likely_cities
from bot.views.tasks import undo
from storage.models import Project

WEEKDAYS = Choice(Phrase("every working day"), "weekdays")
DAILY = Choice(Phrase("every day"), "daily")
NONE = Choice(Phrase("no stand-up"), "none")


@dataclass(frozen=True, slots=True)
class Offer:
    """What the form begins with: an unknown `zone` is ""; `project` lives in the channel already.

    `language` is the one its reader reads.
    """

    name: str
    zone: str
    project: Project | None
    language: str


@dataclass(frozen=True, slots=True)
class Done:
    """What was set up; `first` is the first question (UTC), None without a stand-up."""

    project: Project
    first: datetime | None
    zone: str
    gathers: bool


def form(one: Offer) -> Message:
    """Return the form that sets a channel up."""
    everybody = (
        Choice(Phrase("everybody in this channel"), "everybody"),
        Choice(Phrase("only who is named"), "named"),
    )
    fields = (
        Field("name", Phrase("What is the project called?"), FieldKind.TEXT, one.name, required=True),
        Field(
            "key",
            Phrase("Its key, for WEB-12"),
            hint=Phrase("2 to 10 letters and digits; empty: made from the name"),
        ),
        Field(
            "team", Phrase("Who is in it?"), FieldKind.CHOICE, "everybody", required=True, choices=everybody
        ),
        Field("people", Phrase("Who else?"), FieldKind.PEOPLE),
        Field("lead", Phrase("Who leads it?"), FieldKind.PERSON, hint=Phrase("Empty: you")),
        _zone(one),
        Field("region", Phrase("Whose public holidays?"), hint=Phrase("A country, such as CN or DE-BY")),
        Field("time", Phrase("The stand-up's time"), FieldKind.TIME, "09:30"),
        Field("days", Phrase("Its days"), FieldKind.CHOICE, "weekdays", choices=(WEEKDAYS, DAILY, NONE)),
    )
    return Message(form=Form("setup save", Phrase("Set up this channel"), fields, submit=Phrase("Set up")))


def _zone(one: Offer) -> Field:
    """Where the project is at home; where nobody knows, it has to be said."""
    asked = Phrase("In which time zone?")
    if not one.zone:
        cities = likely_cities(one.language)
        return Field("zone", asked, hint=Phrase("Any city or zone"), choices=cities, required=True)
    return Field("zone", asked, FieldKind.TEXT, one.zone, hint=Phrase("A city or a zone; empty: yours"))


def lives_here(project: Project) -> Message:
    """Return the answer where a project lives already."""
    told = line("{project} lives here already.", project=Bold(project.name))
    return Message((told,), (button("Show it", f"project show {project.key}"),))


def done(one: Done) -> Message:
    """Return the answer to having set it up: what to do first."""
    lines = [
        line(
            "{project} is set up here; its key is {key}.",
            project=Bold(one.project.name),
            key=Bold(one.project.key),
        ),
        line("Add the first task: {example}", example=Code("/pm add Draft the contract by friday")),
    ]
    if one.first is not None:
        lines.append(line("The first stand-up question comes {moment}.", moment=Zoned(one.first, one.zone)))
    if one.gathers:
        lines.append(note("Whoever is in this channel is asked in."))
    return Message(tuple(lines), (button("Help", "help"), undo()), audience=Audience.PLACE)
