"""The console as a platform: a feed in memory of what each place shows, spoken into by several people.

It has what the others have (a channel, direct messages, messages for one reader, edits, replies, buttons), so
tests, the demo and the terminal go the same way as Slack and Telegram do.
"""

import asyncio
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from bot.adapters.console_feed import (
    Entry,
    Listener,
    Login,
    Post,
    Speech,
    beginning,
    direct,
    place_of_post,
)
from bot.clock import Clock
from bot.incoming import (
    Answer,
    Attached,
    Bot,
    Fact,
    FactKind,
    Filled,
    Incoming,
    Missed,
    Outcome,
    Place,
    PlaceKind,
    Receive,
    Sender,
    Words,
)
from bot.message import Button, Message, says
from bot.outgoing import Address, Gone, Outgoing, Reader, Receipt, Rejected, Sent
from bot.wording import words

CONSOLE = Bot("console", "console")
RIDES = 1_000_000  # characters: what goes back at once has no limit here

_NAMED = re.compile(r"(?<=\s)@drumbeat\b[\s:,，：]*", re.IGNORECASE)  # behind other words
_ADDRESS = re.compile(r"^\s*(?:/pm\b|/|@drumbeat\b)[\s:,]*", re.IGNORECASE)
_BUSY = "I'm busy just now, and nothing was changed. Please say it again in a moment."
_FAILED = "That could not be kept, and nothing was changed. Please say it again."


class NoSuchButton(LookupError):
    """Nothing that this person sees there has that button."""


class NotReceiving(RuntimeError):
    """The console was not started, or is stopped."""


class ConsoleAdapter:
    """Takes in what people at the console say, and keeps what they see."""

    def __init__(self, clock: Clock, people: Iterable[Login] = (), session: str | None = None) -> None:
        """Begin with an empty feed.

        `session` goes before delivery keys and refs, at random if not given: a database outlives the console,
        and must not hear or edit the same ones again.
        """
        self._clock = clock
        self._people = {one.login: one for one in people}
        self._session = f"{uuid4().hex[:8]}-" if session is None else session
        self._feed: list[Entry] = []
        self._deliveries = 0
        self._listeners: list[Listener] = []
        self._receive: Receive | None = None
        self._running: set[asyncio.Task[Answer]] = set()

    async def start(self, receive: Receive) -> None:
        """Begin to take in."""
        self._receive = receive

    async def stop(self) -> None:
        """Take no more in, and wait for what runs."""
        self._receive = None
        await asyncio.gather(*self._running, return_exceptions=True)

    # who is there

    @property
    def people(self) -> tuple[Login, ...]:
        """Everybody known here, in the order in which they came."""
        return tuple(self._people.values())

    def person(self, login: str) -> Login:
        """Return who has this login, in whatever case.

        Raises:
            KeyError: nobody has.
        """
        return self._people[login.casefold()]

    def meet(self, login: Login) -> None:
        """Know somebody from now on, or somebody's new name, zone or language."""
        self._people[login.login] = login

    async def change(self, login: Login) -> None:
        """Know it, and tell the bot, as platforms do when a profile changes."""
        self.meet(login)
        place = direct(login.login)
        await self._deliver(login, place, Fact(FactKind.PROFILE))

    # what is shown

    def listen(self, listener: Listener) -> None:
        """Hand every new or edited entry of the feed to `listener`, as it comes."""
        self._listeners.append(listener)

    def seen_by(self, login: str, place: Place | None = None) -> list[Post]:
        """Return the bot's messages that this person has before their eyes, oldest first."""
        seen = (one for one in self._feed if isinstance(one, Post) and one.is_seen_by(login))
        return [one for one in seen if place is None or _stands_in(one, place)]

    def post(self, number: int, login: str) -> Post:
        """Return the bot's message of this number, as this person sees it.

        Raises:
            KeyError: there is none that they see.
        """
        for one in self.seen_by(login):
            if one.number == number:
                return one
        raise KeyError(number)

    async def profile(self, external_id: str) -> Sender | None:
        """Return who has this login; None where nobody has."""
        known = [one for one in self.people if one.login == external_id]
        return known[0].sender if known else None

    async def members(self, chat: str) -> list[str]:  # noqa: ARG002 - everybody is in every channel
        """Return the logins of everybody."""
        return [one.login for one in self.people]

    async def headcount(self, chat: str) -> int | None:  # noqa: ARG002 - everybody is in every channel
        """Nothing to count: everybody is listed."""
        return None

    async def fetch(self, ref: str, most: int) -> bytes | Missed:
        """Return what is in a file of this machine, of at most so many bytes."""
        try:
            content = await asyncio.to_thread(beginning, Path(ref), most + 1)
        except (OSError, ValueError):
            return Missed.GONE
        return content if len(content) <= most else Missed.TOO_LARGE

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Post, or edit where `ref` is given."""
        if not outgoing.message.lines:
            return Rejected("a message without a line")
        if not outgoing.ref:
            return Sent(self._post(outgoing.address, outgoing.message, outgoing.reader, outgoing.under).ref)
        for index, one in enumerate(self._feed):
            if isinstance(one, Post) and one.ref == outgoing.ref:
                edited = replace(
                    one,
                    at=self._clock.now(),
                    message=outgoing.message,
                    reader=outgoing.reader,
                    is_edited=True,
                )
                self._feed[index] = edited
                self._tell(edited)
                return Sent(one.ref)
        return Gone()

    # what is said

    async def say(
        self,
        login: str,
        text: str,
        place: Place | None = None,
        *,
        reply_to: str = "",
        files: tuple[Attached, ...] = (),
    ) -> Answer:
        """Say a line as this person: in the direct messages, or in `place`; perhaps with files (`attached`).

        `@bo` is a mention where bo is known. `/pm` or `/` in front, or `@drumbeat`, address the bot for sure;
        in a channel of the console everything but a reply does.

        Raises:
            KeyError: nobody has this login.
            NotReceiving: the console was not started, or is stopped.
        """
        person = self.person(login)
        where = place or direct(person.login)
        number = len(self._feed) + 1
        self._show(Speech(number, self._clock.now(), person, where, text, reply_to=reply_to))
        bare = _ADDRESS.sub("", text)
        with_mentions, mentioned = self._with_mentions(bare)
        named = _NAMED.search(bare)
        behind, _ = self._with_mentions(_NAMED.sub("", bare[named.end() :]) if named else "")
        is_named = bare != text or named is not None
        is_addressed = is_named or (where.kind is PlaceKind.CHANNEL and not reply_to)
        bare = _NAMED.sub("", with_mentions)
        said = Words(bare, is_addressed, mentioned=mentioned, behind=behind, files=files)
        return await self._deliver(person, where, said, reply_to)

    async def press(
        self, login: str, which: int | str, place: Place | None = None, *, ref: str = ""
    ) -> Answer:
        """Press a button, by its number or label: under the post `ref`, else where it is seen last.

        Raises:
            KeyError: nobody has this login.
            NoSuchButton: this person sees no such button there.
            NotReceiving: the console was not started, or is stopped.
        """
        person = self.person(login)
        post, button = self._pressed(person.login, which, place, ref)
        where = place or place_of_post(post, person.login)
        label = words(button.label, post.reader)
        number = len(self._feed) + 1
        self._show(Speech(number, self._clock.now(), person, where, label, pressed=True, reply_to=post.ref))
        said = Words(button.command, addressed=True, pressed=True)
        return await self._deliver(person, where, said, post.ref)

    def _pressed(self, login: str, which: int | str, place: Place | None, ref: str) -> tuple[Post, Button]:
        for post in reversed(self.seen_by(login, place)):
            if not post.message.laid_out or (ref and post.ref != ref):
                continue
            button = post.button(which)
            if button is not None and button.command:
                return post, button
            if isinstance(which, int):
                break  # a number means the buttons before one's eyes, not some further up
        raise NoSuchButton(which)

    async def _deliver(
        self, person: Login, place: Place, said: Words | Filled | Fact, reply_to: str = ""
    ) -> Answer:
        if self._receive is None:
            raise NotReceiving
        self._deliveries += 1
        key = f"{self._session}{self._deliveries}"
        incoming = Incoming(CONSOLE, person.sender, place, key, said, reply_to, rides=RIDES)
        task = asyncio.ensure_future(self._receive(incoming))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        answer = await asyncio.shield(task)
        self._show_answer(answer, person, place)
        return answer

    def _show_answer(self, answer: Answer, person: Login, place: Place) -> None:
        message = answer.message or _without_message(answer.outcome)
        if message is None:
            return
        reader = answer.reader if answer.message else self._reader(person)
        is_person = place.kind is PlaceKind.DIRECT
        only_for = "" if is_person else person.login
        self._post(Address(place.chat, place.thread, is_person, only_for), message, reader)

    def _reader(self, person: Login) -> Reader:
        return Reader(person.language, person.zone, self._clock.now())

    def _post(self, address: Address, message: Message, reader: Reader, under: str = "") -> Post:
        number = len(self._feed) + 1
        post = Post(number, f"{self._session}{number}", self._clock.now(), address, message, reader, under)
        self._show(post)
        return post

    def _show(self, entry: Entry) -> None:
        self._feed.append(entry)
        self._tell(entry)

    def _tell(self, entry: Entry) -> None:
        for listener in self._listeners:
            listener(entry)

    def _with_mentions(self, text: str) -> tuple[str, dict[str, str]]:
        """The text with `@<bo>` for every `@bo` that is known, and the names of those."""
        mentioned = {one.login: one.name for one in _mentions(text, self._people)}
        bare = _mention_pattern(self._people).sub(lambda found: f"@<{found[1].casefold()}>", text)
        return bare, mentioned


def _stands_in(post: Post, place: Place) -> bool:
    is_direct = place.kind is PlaceKind.DIRECT
    return post.address.is_person is is_direct and post.address.chat == place.chat


def _without_message(outcome: Outcome) -> Message | None:
    match outcome:
        case Outcome.BUSY:
            return says(_BUSY)
        case Outcome.FAILED:
            return says(_FAILED)
        case Outcome.DONE | Outcome.TWICE | Outcome.SLOW:
            return None


def _mention_pattern(people: Iterable[str]) -> re.Pattern[str]:
    """Any known login after an @, but in an e-mail address; the longest first, so that @anna is not @ann."""
    logins = "|".join(re.escape(one) for one in sorted(people, key=len, reverse=True)) or "(?!)"
    return re.compile(rf"(?<![A-Za-z0-9_.+-])@({logins})(?![A-Za-z0-9_])", re.IGNORECASE)


def _mentions(text: str, people: dict[str, Login]) -> Iterator[Login]:
    for found in _mention_pattern(people).finditer(text):
        yield people[found[1].casefold()]
