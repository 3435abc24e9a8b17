"""What stands in the console's feed, and who is there: messages of the bot, and what people said."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.incoming import Attached, Place, PlaceKind, Sender
from bot.message import Button, Message
from bot.outgoing import Address, Reader
from bot.wording import words


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody at the console; `login` is what follows the @, `zone` an IANA name."""

    login: str
    name: str
    zone: str = "UTC"
    language: str = "en"
    is_admin: bool = False

    @property
    def sender(self) -> Sender:
        """The login as dispatch gets it."""
        return Sender(
            self.login, self.name, self.login, self.language, self.zone, is_platform_admin=self.is_admin
        )


@dataclass(frozen=True, slots=True)
class Post:
    """One message of the bot: `number` counts through the feed, `ref` is what an edit and a reply name.

    `at` is when it came to look as it does.
    """

    number: int
    ref: str
    at: datetime
    address: Address
    message: Message
    reader: Reader
    under: str = ""  # the ref of the post in whose thread it stands
    is_edited: bool = False

    def is_seen_by(self, login: str) -> bool:
        """Whether it stands where this person reads."""
        if self.address.is_person:
            return self.address.chat == login
        return self.address.only_for in ("", login)

    def button(self, which: int | str) -> Button | None:
        """The button by its number, from 1, or by its label, or by the beginning of only one label."""
        buttons = self.message.laid_out
        if isinstance(which, int):
            return buttons[which - 1] if 0 < which <= len(buttons) else None
        labels = [words(one.label, self.reader).casefold() for one in buttons]
        wanted = which.casefold()
        whole = [one for one, label in zip(buttons, labels, strict=True) if label == wanted]
        begun = [one for one, label in zip(buttons, labels, strict=True) if label.startswith(wanted)]
        if whole:
            return whole[0]
        return begun[0] if len(begun) == 1 else None


@dataclass(frozen=True, slots=True)
class Speech:
    """What a person said, or the label of the button that they pressed."""

    number: int
    at: datetime
    login: Login
    place: Place
    text: str
    pressed: bool = False
    reply_to: str = ""

    def is_seen_by(self, login: str) -> bool:
        """Whether it stands where this person reads."""
        return self.place.kind is PlaceKind.CHANNEL or self.place.chat == login


Entry = Post | Speech
Listener = Callable[[Entry], None]


def attached(path: str) -> Attached | None:
    """Return a file of this machine as it is sent with words; None where there is none."""
    file = Path(path).expanduser()
    return Attached(str(file.absolute()), file.name) if file.is_file() else None


def beginning(file: Path, most: int) -> bytes:
    """Return so many bytes of a file."""
    with file.open("rb") as opened:
        return opened.read(most)


def direct(login: str) -> Place:
    """Return a person's direct messages with the bot."""
    return Place(PlaceKind.DIRECT, login)


def channel(name: str, *, is_private: bool = False) -> Place:
    """Return the channel of this name, which is its id as well."""
    return Place(PlaceKind.CHANNEL, name, name=name, is_private=is_private)


def place_of_post(post: Post, login: str) -> Place:
    """Return where somebody who sees this post would answer it."""
    return direct(login) if post.address.is_person else channel(post.address.chat)
