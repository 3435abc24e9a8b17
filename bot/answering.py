"""Where an answer goes: back on the acknowledgement where it fits, else as a letter."""

from dataclasses import dataclass, replace
from hashlib import sha256

from bot.command import Request
from bot.incoming import Answer, Filled, Incoming, Outcome, PlaceKind, Words
from bot.letters import arrived
from bot.message import Audience, Message, says
from bot.outgoing import Address, Reader
from bot.views import people as people_views
from bot.wording import LANGUAGES, shown
from bot.work import Here, Urgency, Work
from storage import outbox
from storage import people as people_rows
from storage.models import Installation, Workspace
from storage.words import Platform


@dataclass(frozen=True, slots=True)
class LateLetter:
    """An answer that was to ride, as the message it becomes if its acknowledgement leaves too early."""

    workspace: Workspace
    to: Here
    message: Message
    key: str


@dataclass(slots=True)
class Ride:
    """Whether the answer can still go back on the acknowledgement, and the letter to send where it can't."""

    is_open: bool = True
    letter: LateLetter | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What the asker is told. `keeps_form`: it speaks of the form that was submitted, which stays open."""

    message: Message | None
    wrong_field: str = ""
    keeps_form: bool = False


def address_of(incoming: Incoming) -> Address:
    """Where it was said."""
    if incoming.place.kind is PlaceKind.DIRECT:
        return Address(incoming.sender.external_id, is_person=True)
    return Address(incoming.place.chat, incoming.place.thread)


async def given(
    work: Work,
    incoming: Incoming,
    installation: Installation,
    request: Request | None,
    told: Told,
    ride: Ride,
) -> Answer:
    """The answer on the acknowledgement where it fits, else as a letter."""
    message = told.message
    if message is None:
        return Answer(Outcome.DONE)
    reader = await reader_of(work, request, incoming)
    if told.keeps_form and ride.is_open and incoming.shows_forms:
        return Answer(Outcome.DONE, message, reader, wrong_field=told.wrong_field)
    if message.form is not None:
        if ride.is_open and incoming.shows_forms:
            return Answer(Outcome.DONE, reader=reader, form=message.form)
        message = says("The form could not be opened in time. Please try again.").to(Audience.PRIVATE)
    place = Here(installation.id, address_of(incoming), reader.language, reader.zone)
    if request is not None:
        is_there = message.audience is Audience.PLACE  # where a form was begun, which was filled elsewhere
        place = request.here if is_there else replace(request.here, address=place.address)
    seat = _seat(_as_read(work, place, message, request), message, incoming)
    if request is not None and seat.address.is_person and not place.address.is_person:
        await _call(work, installation, request, place)
    message = replace(message, replaces=_takes_its_place(message, incoming, seat))
    may_ride = ride.is_open and message.audience is not Audience.PLACE and not message.replaces
    if may_ride and _fits(message, reader, incoming):
        ride.letter = LateLetter(work.workspace, seat, message, f"answer/{incoming.key}")
        if seat.address.is_person and message.laid_out:
            key = f"{outbox.RODE}{incoming.key}"
            await outbox.add(work.session, [arrived(seat, message, work.workspace.id, key, work.now)])
        return Answer(Outcome.DONE, message, reader)
    if message.replaces and incoming.reply_to:
        message = await _in_the_post(work, message, seat, incoming.reply_to)
    anew = not message.replaces and message.topic is not None and not _is_pressed_under(message, request)
    work.send(seat, message, key=f"answer/{incoming.key}", urgency=Urgency.ANSWER, anew=anew)
    return Answer(Outcome.DONE)


def _as_read(work: Work, place: Here, message: Message, request: Request | None) -> Here:
    """What all see in a project's channel is in its language, and not in that of whoever asked for it."""
    if request is None or request.project is None or request.channel is None or request.is_direct:
        return place
    if message.audience is not Audience.PLACE or place.address.is_person:
        return place
    shown = work.channel_place(request.channel, request.project)
    return replace(place, language=shown.language, zone=shown.zone)


async def _call(work: Work, installation: Installation, request: Request, group: Here) -> None:
    """Show somebody who can't be written to the way in, where they spoke: once a day, and no content."""
    known = await people_rows.login(work.session, installation.id, request.incoming.sender.external_id)
    if known is None or known[0].is_reachable or installation.platform is not Platform.TELEGRAM:
        return
    key = f"call/{known[0].id}/{work.now.date()}"
    work.send(group, people_views.call(request.actor, installation.bot_name), key=key)


def _takes_its_place(message: Message, incoming: Incoming, seat: Here) -> bool:
    """Whether the message stands where the pressed button stood: never what is private among others."""
    said = incoming.said
    if not message.replaces or not isinstance(said, Words) or not said.pressed:
        return False
    is_moved = incoming.place.kind is PlaceKind.CHANNEL and seat.address.is_person
    is_moved |= incoming.place.kind is PlaceKind.DIRECT and not seat.address.is_person
    return bool(incoming.reply_to or incoming.response_url) and not is_moved


async def _in_the_post(work: Work, message: Message, seat: Here, ref: str) -> Message:
    """The message as an edit of this post."""
    topic = f"page/{sha256(ref.encode()).hexdigest()[:32]}"
    await outbox.adopt_post(
        work.session, work.workspace.id, seat.installation_id, topic, seat.address.text(), ref, work.now
    )
    return message.about(topic)


def _is_pressed_under(message: Message, request: Request | None) -> bool:
    """Whether the post of the message's topic is the one before the asker's eyes; else it is posted anew."""
    if request is None or request.topic != message.topic:
        return False
    said = request.incoming.said
    return isinstance(said, Filled) or (isinstance(said, Words) and said.pressed)


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


async def reader_of(work: Work, request: Request | None, incoming: Incoming) -> Reader:
    """Who reads the answer; a stranger reads their own language where the platform told it."""
    if request is None and work.actor is not None:  # let in a moment ago
        return Reader(work.language_of(work.actor), await work.zone_of(work.actor), work.now)
    if request is None:
        told = incoming.sender.language if incoming.sender.language in LANGUAGES else ""
        return Reader(told or work.workspace.language, work.workspace.zone, work.now)
    return Reader(request.here.language, request.here.zone, work.now)


def _fits(message: Message, reader: Reader, incoming: Incoming) -> bool:
    if message.laid_out and not incoming.rides_buttons:
        return False
    return sum(len(shown(line, reader).text) + 1 for line in message.lines) <= incoming.rides
