"""What is kept of people, and how it goes."""

from collections.abc import Sequence

from bot.message import (
    Audience,
    Bold,
    Code,
    Line,
    Listed,
    Message,
    Style,
    Value,
    button,
    counted,
    heading,
    item,
    line,
    note,
    phrase,
    says,
)
from bot.views.people import Orphans, orphaned
from storage.models import Person


def privacy(kept_days: int, admins: Sequence[Person]) -> Message:
    """Return what is kept, and for how long."""
    texts = (
        counted(
            "What you wrote (answers, notes, the wording in histories): {n} day.",
            "What you wrote (answers, notes, the wording in histories): {n} days.",
            kept_days,
        )
        if kept_days
        else phrase("What you wrote (answers, notes, the wording in histories): until an admin erases it.")
    )
    names: Value = Listed(tuple(one.name for one in admins)) if admins else phrase("an admin")
    return Message(
        (
            heading("What I keep"),
            item(phrase("Only what is said to me. What else is said in channels, I don't read.")),
            item(phrase("Your name, logins, language, zone and settings: until you are erased.")),
            item(texts),
            item(phrase("Messages I sent: {n} days. Open questions: a week after they lapse.", n=30)),
            item(phrase("Tasks, blockers, dates and who did what: as long as the project's record.")),
            note("It all lies in the database of whoever runs me here. Nothing is sent anywhere else."),
            note(
                "To be erased, ask {names}, who says {command}; the record stays, with “former member”.",
                names=names,
                command=Code("erase @you"),
            ),
        ),
        (button("Send me my data", "export me"),),
        audience=Audience.PRIVATE,
    )


def ask(person: Person) -> Message:
    """Return the question whether an admin means it."""
    return Message(
        (
            line("Erase all data of {name}?", name=Bold(person.name)),
            item(
                phrase("Gone: name, logins, settings, days away, notes, answers, and what was sent to them.")
            ),
            item(
                phrase(
                    "Stays: tasks, blockers, dates and who did what, with “former member”. Their name is "
                    "taken out of what others wrote as well."
                )
            ),
            note(
                "This can't be taken back. What was posted in a chat stays there until you delete it there, "
                "and in backups until they are replaced."
            ),
        ),
        (button("Erase {name}", f"erase now @p{person.id}", Style.DANGER, name=person.name),),
        audience=Audience.PRIVATE,
    )


def erased(texts: int) -> Message:
    """Return the answer to having erased somebody."""
    told = counted(
        "Erased. Their name was taken out of {n} text.",
        "Erased. Their name was taken out of {n} texts.",
        texts,
    )
    return Message((Line((told,)),), audience=Audience.PRIVATE)


def erased_to_lead(one: Orphans) -> Message:
    """Return what a lead is told when somebody of theirs was erased."""
    told = says("A member's data was erased at their request or the organisation's.")
    return told.plus(*orphaned(one))
