"""An update of Telegram, read as what came in: words, a pressed button, or a fact. Pure.

What is not for the bot is read as nothing: other bots' commands, what people in a group say to one another,
what has no person behind it. core.telegram.org/bots/api#update
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, MessageEntity, Update, User
from telegram.constants import ChatMemberStatus, ChatType, MessageEntityType

from bot.adapters.telegram_html import MOST_ALERT
from bot.incoming import (
    HEARS_ALL,
    PROMOTED,
    UNBLOCKED,
    Attached,
    Bot,
    Fact,
    FactKind,
    Incoming,
    Place,
    PlaceKind,
    Sender,
    Words,
)
from bot.wording import language_of

PLATFORM = "telegram"
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
ANONYMOUS = "anonymous"  # somebody speaks in the name of a group or a channel
FREE_WORDS = "pm"  # the command behind which any words stand

_COMMAND = re.compile(r"/(\w+)(?:@(\w+))?(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Identity:
    """The bot's own account; `reads_groups`: its privacy mode is off (getMe)."""

    bot_id: str
    username: str
    reads_groups: bool = False


def read(update: Update, me: Identity) -> tuple[Incoming, ...]:
    """Return what came in: mostly one, several where several people joined, none where it is not for us."""
    found = tuple(_read(update, me))
    return tuple(_keyed(one, f"{update.update_id}/{number}" if number else str(update.update_id), me)
                 for number, one in enumerate(found))  # fmt: skip


def refusal(update: Update) -> str:
    """Return why we take nothing from whoever speaks there; "" where we do."""
    chat, message = update.effective_chat, update.message or update.edited_message
    if chat is not None and chat.type == ChatType.CHANNEL:
        return "channel"
    if message is not None and message.sender_chat is not None and (message.text or message.caption):
        return ANONYMOUS
    return ""


def sender(user: User | None) -> Sender:
    """Return a person as Telegram tells them; nobody for a bot, behind which anybody may stand."""
    if user is None or user.is_bot:
        return Sender("")
    return Sender(str(user.id), user.full_name, user.username or "", language_of(user.language_code))


def _keyed(incoming: "_Heard", number: str, me: Identity) -> Incoming:
    return Incoming(
        Bot(PLATFORM, me.bot_id),
        incoming.sender,
        incoming.place,
        f"{PLATFORM}/{me.bot_id}/{number}",
        incoming.said,
        incoming.reply_to,
        incoming.rides,
        rides_buttons=False,  # the answer to a pressed button is plain text
        ref=incoming.ref,
        was_edited=incoming.was_edited,
    )


@dataclass(frozen=True, slots=True)
class _Heard:
    """What came in, without its key."""

    sender: Sender
    place: Place
    said: Words | Fact
    reply_to: str = ""
    rides: int = 0
    ref: str = ""
    was_edited: bool = False


def _read(update: Update, me: Identity) -> Iterator[_Heard]:
    if why := refusal(update):
        if why == ANONYMOUS and update.message is not None:
            yield from _anonymous(update.message, me)
        return
    if update.callback_query is not None:
        yield from _pressed(update.callback_query)
    elif update.my_chat_member is not None:
        yield from _standing(update.my_chat_member, me)
    elif update.message is not None:
        facts = tuple(_facts(update.message, me))
        yield from facts or _message(update.message, me, was_edited=False)
    elif update.edited_message is not None:
        yield from _message(update.edited_message, me, was_edited=True)


def _anonymous(message: Message, me: Identity) -> Iterator[_Heard]:
    """Somebody spoke to the bot in the name of the group: nobody can be let do anything, but is told so."""
    words = None if message.is_automatic_forward else _words(message, me)
    if words is not None and (words.addressed or _answered(message, me)):
        yield _Heard(Sender(""), _place(message.chat, message), Fact(FactKind.ANONYMOUS))


def _place(chat: Chat, message: Message | None = None) -> Place:
    """A topic has its thread; "General", and replies in a group without topics, have none."""
    if chat.type == ChatType.PRIVATE:
        return Place(PlaceKind.DIRECT, str(chat.id), is_private=True)
    thread = str(message.message_thread_id or "") if message is not None and message.is_topic_message else ""
    return Place(PlaceKind.CHANNEL, str(chat.id), thread, chat.title or "", is_private=not chat.username)


def _pressed(query: CallbackQuery) -> Iterator[_Heard]:
    """A button; its message may be too old for Telegram to tell more than where it is."""
    if query.message is None or not query.data:
        return
    chat = query.message.chat
    place = _place(chat, query.message if isinstance(query.message, Message) else None)
    yield _Heard(
        sender(query.from_user),
        place,
        Words(query.data, addressed=True, pressed=True),
        reply_to=f"{chat.id}:{query.message.message_id}",
        rides=0 if place.kind is PlaceKind.DIRECT else MOST_ALERT,
    )


def _standing(change: ChatMemberUpdated, me: Identity) -> Iterator[_Heard]:
    """The bot's own standing: shut out of a private chat or let in again, put in a group or taken out."""
    was_in, is_in = _is_in(change.old_chat_member), _is_in(change.new_chat_member)
    became_admin = _is_admin(change.new_chat_member) and not _is_admin(change.old_chat_member)
    was_deaf = not me.reads_groups and became_admin
    if was_in == is_in and not was_deaf:
        return
    is_direct = change.chat.type == ChatType.PRIVATE
    kind = (FactKind.STARTED if is_direct else FactKind.ADDED) if is_in else (
        FactKind.BLOCKED if is_direct else FactKind.REMOVED)  # fmt: skip
    hears_all = not is_direct and is_in and (me.reads_groups or _is_admin(change.new_chat_member))
    value = (PROMOTED if was_in else HEARS_ALL) if hears_all else ""
    if kind is FactKind.STARTED:
        value = UNBLOCKED
    yield _Heard(sender(change.from_user), _place(change.chat), Fact(kind, value))


def _is_in(member: ChatMember) -> bool:
    return member.status not in {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}


def _is_admin(member: ChatMember) -> bool:
    return member.status in {ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER}


def _facts(message: Message, me: Identity) -> Iterator[_Heard]:
    place = _place(message.chat, message)
    if message.migrate_to_chat_id is not None:
        moved = Fact(FactKind.MOVED, str(message.migrate_to_chat_id))
        yield _Heard(sender(message.from_user), place, moved)
    for user in message.new_chat_members:
        if not user.is_bot:
            yield _Heard(sender(user), place, Fact(FactKind.JOINED))
    left = message.left_chat_member
    if left is not None and not left.is_bot:
        yield _Heard(sender(left), place, Fact(FactKind.LEFT))
    if place.kind is PlaceKind.DIRECT and _is_start(message, me):
        payload = (message.text or "").partition(" ")[2].strip()
        yield _Heard(sender(message.from_user), place, Fact(FactKind.STARTED, payload))


def _is_start(message: Message, me: Identity) -> bool:
    command = _COMMAND.match(message.text or "")
    return command is not None and command[1].lower() == "start" and _is_ours(command[2], me)


def _is_ours(username: str | None, me: Identity) -> bool:
    return username is None or username.casefold() == me.username.casefold()


def _message(message: Message, me: Identity, *, was_edited: bool) -> Iterator[_Heard]:
    """What somebody said to the bot; in a group all else is dropped unread."""
    who = sender(message.from_user)
    words = _words(message, me)
    if not who.external_id or words is None:
        return
    place = _place(message.chat, message)
    reply_to = _answered(message, me)
    if place.kind is PlaceKind.CHANNEL and not words.addressed and not reply_to:
        return
    if was_edited and _is_start(message, me):
        return
    ref = f"{message.chat.id}:{message.message_id}"
    yield _Heard(who, place, words, reply_to, ref=ref, was_edited=was_edited)


def _answered(message: Message, me: Identity) -> str:
    """The ref of the bot's own message that was answered; a topic's first message is no message."""
    answered = message.reply_to_message
    if answered is None or answered.from_user is None or answered.forum_topic_created is not None:
        return ""
    return f"{message.chat.id}:{answered.message_id}" if str(answered.from_user.id) == me.bot_id else ""


def _words(message: Message, me: Identity) -> Words | None:
    """What was typed, or stands under a picture; None for another bot's command, and for no words at all."""
    text, files = message.text or message.caption, _files(message)
    if not text:
        return Words("", files=files) if message.document is not None else None
    command = _COMMAND.match(text)
    if command is not None and not _is_ours(command[2], me):
        return None
    typed, mentioned, behind = _typed(text, message.entities or message.caption_entities, me)
    if command is None:
        to_us = behind is not None
        return Words(typed, addressed=to_us, mentioned=mentioned, behind=behind or "", files=files)
    rest = typed[command.end() :].lstrip()
    name = command[1].lower()
    line = rest if name == FREE_WORDS else f"{name} {rest}".rstrip()
    return Words(line, addressed=True, mentioned=mentioned, files=files)


def _files(message: Message) -> tuple[Attached, ...]:
    """The file of a message, or of the one that it answers; of a picture the largest size."""
    for one in (message, message.reply_to_message):
        document = one.document if one is not None else None
        if document is not None:
            name, size, media = document.file_name or "", document.file_size or 0, document.mime_type or ""
            return (Attached(document.file_id, name, size, media),)
        if one is not None and one.photo:
            return (Attached(one.photo[-1].file_id, "", one.photo[-1].file_size or 0, "image/jpeg"),)
    return ()


def _typed(
    text: str, entities: tuple[MessageEntity, ...], me: Identity
) -> tuple[str, Mapping[str, str], str | None]:
    """The text with people in it as `@<id>`, and their names; the bot's own name is taken out.

    The last is what stands behind that name where words stand before it; None where it is not named.
    Offsets count UTF-16 units, so it is cut as such.
    """
    units = text.encode("utf-16-le", "surrogatepass")
    mentioned: dict[str, str] = {}
    behind: str | None = None
    for entity in sorted(entities, key=lambda one: one.offset, reverse=True):
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        named = units[start:end].decode("utf-16-le", "replace")
        if _names_bot(entity, named, me):
            before = units[:start]
            units = _without(units, start, end)
            behind = units[len(before) :].decode("utf-16-le", "replace") if _is_text(before) else ""
        elif entity.type == MessageEntityType.TEXT_MENTION and entity.user is not None:
            mentioned[str(entity.user.id)] = entity.user.full_name
            units = units[:start] + f"@<{entity.user.id}>".encode("utf-16-le") + units[end:]
    typed = units.decode("utf-16-le", "replace")
    return typed if behind is None else typed.strip(), mentioned, behind and behind.strip()


def _is_text(units: bytes) -> bool:
    return bool(units.decode("utf-16-le", "replace").strip())


def _names_bot(entity: MessageEntity, named: str, me: Identity) -> bool:
    if entity.type == MessageEntityType.TEXT_MENTION and entity.user is not None:
        return str(entity.user.id) == me.bot_id
    return entity.type == MessageEntityType.MENTION and named.casefold() == f"@{me.username}".casefold()


def _without(units: bytes, start: int, end: int) -> bytes:
    """The text without what stands there, a sign after it, and the second of the two spaces around it."""
    before = units[:start].decode("utf-16-le", "replace")
    after = units[end:].decode("utf-16-le", "replace").lstrip(",:，：")
    if before.endswith((" ", "\n")) or not before:
        after = after.lstrip(" ")
    return (before + after).encode("utf-16-le", "surrogatepass")
