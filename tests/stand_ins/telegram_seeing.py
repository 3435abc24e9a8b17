"""What people see, for a test to look at."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.stand_ins.telegram_markup import ForceReply, InlineKeyboard
from tests.stand_ins.telegram_text import Entity, utf16_slice
from tests.stand_ins.telegram_updates import Pulse
from tests.stand_ins.telegram_world import Alert, Chat, Message, Person, World


def visible_text(message: Message) -> str:
    """Plain, after entity parsing; a caption where it is a picture or a file."""
    return message.text


def entities(message: Message) -> list[tuple[Entity, str]]:
    """Each with the words it covers, links and mentions that became live by themselves included."""
    return [(one, utf16_slice(message.text, one.offset, one.length)) for one in message.entities]


def buttons(message: Message) -> list[tuple[str, str]]:
    """(label, callback data or address), row by row."""
    keyboard = message.markup
    if not isinstance(keyboard, InlineKeyboard):
        return []
    return [(button.label, button.value) for button in keyboard.buttons]


def force_reply(message: Message) -> ForceReply | None:
    """Whether clients open a reply to it by themselves."""
    return message.markup if isinstance(message.markup, ForceReply) else None


def notified(message: Message) -> tuple[Person, ...]:
    """Who gets a notification of their own because the message names them. An edit notifies nobody."""
    return message.notified


def alerts(person: Person) -> list[Alert]:
    """What the bot answered to this person's presses."""
    return person.alerts


@dataclass(frozen=True, slots=True)
class Seeing:
    world: World
    pulse: Pulse

    def messages(self, where: Chat | Person) -> list[Message]:
        """Everything that can be read there, oldest first; a person stands for the private chat with them."""
        return [message for message in self.world.place(where).messages.values() if not message.deleted]

    def answers(self, where: Chat | Person) -> list[Message]:
        """What the bot said there."""
        return [message for message in self.messages(where) if message.sender is self.world.bot]

    def seen_by(self, person: Person) -> list[Message]:
        """What the bot said wherever this person reads, oldest first."""
        chats = [chat for chat in self.world.chats.values() if chat.owner is person or chat.has(person)]
        found = [message for chat in chats for message in self.answers(chat)]
        return sorted(found, key=lambda message: message.born)

    def mark(self) -> int:
        """For `wait_for(after=…)`: only what is said or edited from now on."""
        return self.world.sequence

    async def wait_for(
        self,
        wanted: str | Callable[[Message], bool],
        *,
        chat: Chat | Person | None = None,
        after: int = 0,
        timeout: float = 10,  # noqa: ASYNC109 - a test reads better with it
    ) -> Message:
        """The newest message of the bot with these words, or for which this holds; else AssertionError."""

        def found() -> Message | None:
            here = [one for one in self._said(chat) if one.sequence > after and _fits(one, wanted)]
            return here[-1] if here else None

        await self.until(
            lambda: found() is not None, timeout=timeout, about=lambda: self._complaint(wanted, chat)
        )
        message = found()
        assert message is not None
        return message

    async def until(
        self,
        holds: Callable[[], bool],
        *,
        timeout: float = 10,  # noqa: ASYNC109 - a test reads better with it
        about: Callable[[], str] = lambda: "it did not happen",
    ) -> None:
        """Until this holds, looked at whenever something changed in this world; else AssertionError."""
        if not await self.pulse.until(holds, timeout):
            raise AssertionError(about())

    def _said(self, where: Chat | Person | None) -> list[Message]:
        places = [self.world.place(where)] if where is not None else list(self.world.chats.values())
        found = [message for place in places for message in self.answers(place)]
        return sorted(found, key=lambda message: message.sequence)

    def _complaint(self, wanted: str | Callable[[Message], bool], where: Chat | Person | None) -> str:
        said = "\n".join(f"- {message.text!r}" for message in self._said(where)) or "nothing"
        return f"The bot did not say {wanted!r}. It said:\n{said}"


def _fits(message: Message, wanted: str | Callable[[Message], bool]) -> bool:
    return wanted in message.text if isinstance(wanted, str) else wanted(message)
