"""Where an answer goes: back on the acknowledgement where it fits, else as a letter."""

from dataclasses import dataclass, replace

from bot.command import Request
from bot.incoming import Answer, Incoming, Outcome, PlaceKind
from bot.message import Audience, Message
from bot.outgoing import Address, Reader
from bot.wording import shown
from bot.work import Here, Urgency, Work
from storage.models import Installation
from storage.words import Platform


@dataclass(slots=True)
class Ride:
    """Whether the answer can still go back on the acknowledgement."""

    is_open: bool = True


def address_of(incoming: Incoming) -> Address:
    """Where it was said."""
    if incoming.place.kind is PlaceKind.DIRECT:
        return Address(incoming.sender.external_id, is_person=True)
    return Address(incoming.place.chat, incoming.place.thread)


def given(
    work: Work,
    incoming: Incoming,
    installation: Installation,
    request: Request | None,
    message: Message | None,
    ride: Ride,
) -> Answer:
    """The answer on the acknowledgement where it fits, else as a letter."""
    if message is None:
        return Answer(Outcome.DONE)
    reader = _reader(work, request)
    if message.form is not None and incoming.shows_forms and ride.is_open:
        return Answer(Outcome.DONE, reader=reader, form=message.form)
    if message.audience is not Audience.PLACE and ride.is_open and _fits(message, reader, incoming.rides):
        return Answer(Outcome.DONE, message, reader)
    place = (
        request.here if request else Here(installation.id, address_of(incoming), reader.language, reader.zone)
    )
    work.send(_seat(place, message, incoming), message, key=f"answer/{incoming.key}", urgency=Urgency.ANSWER)
    return Answer(Outcome.DONE)


def _seat(here: Here, message: Message, incoming: Incoming) -> Here:
    """Where an answer goes: in place, in place for the asker alone, or in their direct messages."""
    address = here.address
    if message.audience is Audience.PLACE or address.is_person:
        return here
    if incoming.response_url:
        return replace(here, address=Address("", response_url=incoming.response_url))
    if incoming.bot.platform == Platform.TELEGRAM and message.audience is Audience.PRIVATE:
        return replace(here, address=Address(incoming.sender.external_id, is_person=True))
    return replace(here, address=replace(address, only_for=incoming.sender.external_id))


def _reader(work: Work, request: Request | None) -> Reader:
    if request is None:
        return Reader(work.workspace.language, work.workspace.zone, work.now)
    return Reader(request.here.language, request.here.zone, work.now)


def _fits(message: Message, reader: Reader, characters: int) -> bool:
    return sum(len(shown(line, reader).text) + 1 for line in message.lines) <= characters
