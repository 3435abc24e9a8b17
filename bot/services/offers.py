"""What stands on a button, typed instead of pressed: it does what the button does.

Typed plainly it means the last message with buttons in the place, as a reply the message replied to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.command import Commands, Request
from bot.command.courtesy import plain_end
from bot.command.folding import fold, is_chinese
from bot.message import Button, Message, from_json
from bot.outgoing import Reader
from bot.wording import LANGUAGES, words
from storage import offers as rows
from storage.models import OutboxRow

TYPED_FOR = timedelta(days=3)  # over a weekend; later, whoever says "fine" means something else
LONGEST_LABEL = 60
SHORTEST_PART = 2  # Chinese characters of a label: 接手 for 我来接手
MOST_LEFT_OUT = 2  # of its characters
THIS = frozenset({"", "it", "this", "that", "它", "这个", "这"})  # behind a verb: "take it"
SAME = {"take": "promise"}  # a verb's button may ask for the day at once
# What says the same wherever it is said, whatever stands on the buttons.
ITSELF = frozenset({"help", "undo", "stop", "privacy"})


@dataclass(frozen=True, slots=True)
class Offer:
    """The buttons of one message, and their labels as people may type them."""

    buttons: Sequence[Button]
    readers: tuple[Reader, ...]

    def labels(self, one: Button) -> set[str]:
        """What stands on a button, in its reader's language and in the others."""
        return {_bare(words(one.label, reader)) for reader in self.readers} - {""}


async def typed(request: Request, commands: Commands, text: str) -> str | None:
    """Return the line of the button that a text names; None where it names none, or more than one."""
    if not _may_name_a_button(request, commands, text):
        return None
    offer = await _offer(request)
    if offer is None:
        return None
    meant = _meant(offer, text, commands)
    return meant[0] if len(meant) == 1 else None


def _may_name_a_button(request: Request, commands: Commands, text: str) -> bool:
    """Whether it is short, and no command that says the same wherever it is said."""
    if not text or len(text) > LONGEST_LABEL or "\n" in text:
        return False
    if not (request.is_direct or request.incoming.reply_to):
        return False
    if request.actor.stopped_at is not None and text.casefold() == "start":
        return False  # they want to hear from us again
    found = commands.find(text)
    return found is None or found[0].name not in ITSELF


async def _offer(request: Request) -> Offer | None:
    """The buttons of the message that was replied to, else of the last one here that has any."""
    work, here, ref = request.work, request.here, request.incoming.reply_to
    if ref:
        row = await rows.standing_in(work.session, work.workspace.id, here.installation_id, ref)
        return _offered(row, request) if row is not None else None
    since = work.now - TYPED_FOR
    latest = await rows.latest(
        work.session, work.workspace.id, here.installation_id, here.address.text(), since
    )
    return next((found for row in latest if (found := _offered(row, request)) is not None), None)


def _offered(row: OutboxRow, request: Request) -> Offer | None:
    message: Message = from_json(row.message)
    buttons = [one for one in (*message.buttons, *message.menu) if one.command]
    reader = Reader(row.language, row.zone, request.work.now)
    readers = tuple(replace(reader, language=one) for one in LANGUAGES)
    return Offer(buttons, readers) if buttons else None


def _meant(offer: Offer, text: str, commands: Commands) -> list[str]:
    """The lines of the buttons that a text names: by the label, else by the verb, else by a part of one."""
    for said in dict.fromkeys((_bare(text), _bare(plain_end(text, keeps_particles=False)))):
        found = [one.command for one in offer.buttons if said in offer.labels(one)]
        if found:
            return list(dict.fromkeys(found))
    return _by_verb(offer, text, commands) or _by_part(offer, text)


def _by_verb(offer: Offer, text: str, commands: Commands) -> list[str]:
    """The buttons that do what a verb says: "take it", 接手."""
    found = commands.find(text)
    if found is None or not any(one.required for one in found[0].objects):
        return []
    if _bare(plain_end(found[1], keeps_particles=False)) not in THIS:
        return []
    wanted = {found[0].name, SAME.get(found[0].name)}
    read = ((one.command, commands.find(one.command)) for one in offer.buttons)
    return list(dict.fromkeys(line for line, verb in read if verb is not None and verb[0].name in wanted))


def _by_part(offer: Offer, text: str) -> list[str]:
    """The buttons on which a few Chinese characters more stand: 还没 for 还没有."""
    said = _bare(plain_end(text, keeps_particles=False))
    if len(said) < SHORTEST_PART or not all(is_chinese(one) for one in said):
        return []
    near = [
        one.command
        for one in offer.buttons
        if any(said in label and len(label) - len(said) <= MOST_LEFT_OUT for label in offer.labels(one))
    ]
    return list(dict.fromkeys(near))


def _bare(text: str) -> str:
    """A text as it is compared: letters and figures only, in lower case and Simplified characters."""
    return "".join(one for one in fold(text) if one.isalnum() or one == "+")
