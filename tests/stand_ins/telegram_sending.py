"""The Bot API's methods around messages: send, edit, delete, answer a press."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.stand_ins.telegram_content import read_text
from tests.stand_ins.telegram_errors import (
    NOT_MODIFIED,
    QUERY_TOO_OLD,
    RefusedError,
    bad_request,
)
from tests.stand_ins.telegram_limits import Flood
from tests.stand_ins.telegram_markup import InlineKeyboard, Markup, read_inline, read_markup
from tests.stand_ins.telegram_params import File, Params
from tests.stand_ins.telegram_reach import Chats
from tests.stand_ins.telegram_text import Entity, Formatted
from tests.stand_ins.telegram_wire import Json, message_json
from tests.stand_ins.telegram_world import (
    Alert,
    Chat,
    ChatKind,
    Message,
    Person,
    Topic,
    Version,
    World,
)

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_ANSWER = 200
MAX_PHOTO_BYTES = 10_000_000
MAX_FILE_BYTES = 50_000_000
MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024  # core.telegram.org/bots/api#getfile
DELETABLE_FOR = 48 * 3600  # seconds
ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)


@dataclass(slots=True, eq=False)
class Press:
    """A button that somebody pressed, `at` a steady clock's second; their client spins until `answered`."""

    id: str
    person: Person
    message: Message
    data: str
    at: float
    answered: bool = False
    alert: Alert | None = None


@dataclass(frozen=True, slots=True)
class Sending:
    """`callback_seconds`: how long a press may be answered; `changed` is called after each change."""

    world: World
    flood: Flood
    ticks: Callable[[], float]
    changed: Callable[[], None]
    callback_seconds: float
    presses: dict[str, Press] = field(default_factory=dict)
    uploads: dict[str, File] = field(default_factory=dict)

    @property
    def chats(self) -> Chats:
        return Chats(self.world)

    def send_message(self, params: Params) -> Json:
        chat = self.chats.writable(params)
        content = read_text(params, "text", limit=MAX_TEXT, too_long="message is too long")
        if not content.text:
            raise bad_request("message text is empty")
        return self._send(chat, params, content, None)

    def get_file(self, params: Params) -> Json:
        """Where a file can be read; the server gives none that is larger than 20 MB."""
        file_id = params.text("file_id")
        file = self.uploads.get(file_id)
        if file is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        if len(file.content) > MAX_DOWNLOAD_BYTES:
            raise bad_request("file is too big")
        path = f"documents/{file_id}"
        return {
            "file_id": file_id,
            "file_unique_id": f"u-{file_id}",
            "file_size": len(file.content),
            "file_path": path,
        }

    def send_photo(self, params: Params) -> Json:
        return self._send_file(params, "photo", MAX_PHOTO_BYTES)

    def send_document(self, params: Params) -> Json:
        return self._send_file(params, "document", MAX_FILE_BYTES)

    def _send_file(self, params: Params, kind: str, limit: int) -> Json:
        chat = self.chats.writable(params)
        content = read_text(params, "caption", limit=MAX_CAPTION, too_long="message caption is too long")
        file_id = self._file(params, kind, limit)
        return self._send(chat, params, content, self._attachment(kind, file_id))

    def _file(self, params: Params, kind: str, limit: int) -> str:
        """The id of an uploaded file, or of one that was sent before."""
        given = params.text(kind)
        file = params.files.get(given.removeprefix("attach://") if given else kind)
        if file is None and given in self.uploads:
            return given
        if file is None:
            why = (
                "wrong file identifier/HTTP URL specified" if given else f"there is no {kind} in the request"
            )
            raise bad_request(why)
        if not file.content:
            raise bad_request("file must be non-empty")
        if len(file.content) > limit:
            raise RefusedError(413, "Request Entity Too Large")
        file_id = f"file-{len(self.uploads) + 1}"
        self.uploads[file_id] = file
        return file_id

    def _attachment(self, kind: str, file_id: str) -> Json:
        file = self.uploads[file_id]
        body: Json = {"file_id": file_id, "file_unique_id": f"u-{file_id}", "file_size": len(file.content)}
        if kind == "photo":
            return {"photo": [body | {"width": 1280, "height": 720}]}
        return {"document": body | {"file_name": file.name}}

    def _send(self, chat: Chat, params: Params, content: Formatted, attachment: Json | None) -> Json:
        reply_to = self._reply_to(chat, params)
        topic = self._topic(chat, params, reply_to)
        markup = read_markup(params.json("reply_markup"), in_private=chat.is_private)
        self.flood.admit(chat)
        message = self.world.new_message(chat, self.world.bot)
        message.text, message.entities = content.text, self._known(content.entities, chat)
        message.markup, message.attachment, message.reply_to = markup, attachment, reply_to
        message.topic, message.thread_id = topic, _thread(chat, topic, reply_to)
        message.sender_chat = chat if chat.kind is ChatKind.CHANNEL else None
        message.silent = params.flag("disable_notification")
        message.preview_off = bool(params.fields("link_preview_options").get("is_disabled"))
        self.world.keep(message)
        chat.last_writer_elsewhere = False
        self.changed()
        return message_json(message, self.world)

    def _known(self, entities: tuple[Entity, ...], chat: Chat) -> tuple[Entity, ...]:
        """Without mentions of people whom neither the chat nor the bot knows: they stay plain text."""
        return tuple(one for one in entities if one.user_id is None or self._mentionable(one.user_id, chat))

    def _mentionable(self, user_id: int, chat: Chat) -> bool:
        person = self.world.person(user_id)
        return person is not None and (chat.has(person) or person.known)

    def _reply_to(self, chat: Chat, params: Params) -> Message | None:
        given = params.fields("reply_parameters")
        number = given.get("message_id", params.integer("reply_to_message_id"))
        if not isinstance(number, int):
            return None
        message = chat.messages.get(number)
        if message is not None and not message.deleted:
            return message
        if given.get("allow_sending_without_reply") is True or params.flag("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")

    def _topic(self, chat: Chat, params: Params, reply_to: Message | None) -> Topic | None:
        number = params.integer("message_thread_id")
        if not number:
            return reply_to.topic if reply_to else None
        topic = chat.topics.get(number)  # the General topic has none: its id 1 is refused, as in real life
        if topic is None or topic.deleted:
            raise bad_request("message thread not found")
        if topic.closed and not chat.has_admin(self.world.bot):
            raise bad_request("TOPIC_CLOSED")
        return topic

    def edit_text(self, params: Params) -> Json:
        message = self._own(params)
        content = read_text(params, "text", limit=MAX_TEXT, too_long="message is too long")
        if not content.text:
            raise bad_request("message text is empty")
        if message.attachment is not None:
            raise bad_request("there is no text in the message to edit")
        return self._edit(message, params, content)

    def edit_caption(self, params: Params) -> Json:
        message = self._own(params)
        content = read_text(params, "caption", limit=MAX_CAPTION, too_long="message caption is too long")
        if message.attachment is None:
            raise bad_request("there is no caption in the message to edit")
        return self._edit(message, params, content)

    def edit_markup(self, params: Params) -> Json:
        message = self._own(params)
        return self._edit(message, params, Formatted(message.text, message.entities))

    def _own(self, params: Params) -> Message:
        chat = self.chats.writable(params)
        number = params.integer("message_id")
        if number is None:
            raise bad_request("message identifier is not specified")
        message = chat.messages.get(number)
        if message is None or message.deleted:
            raise bad_request("message to edit not found")
        if message.sender is not self.world.bot:
            raise bad_request("message can't be edited")
        return message

    def _edit(self, message: Message, params: Params, content: Formatted) -> Json:
        """An edit without keyboard takes the keyboard away."""
        markup = self._edited_markup(message, params)
        wanted = Version(content.text, self._known(content.entities, message.chat), markup)
        if wanted == message.look:
            raise bad_request(NOT_MODIFIED)
        self.flood.admit(message.chat)
        message.earlier.append(message.look)
        message.text, message.entities, message.markup = wanted.text, wanted.entities, wanted.markup
        message.edit_date = self.world.timestamp()
        message.sequence = self.world.next_sequence()
        self.changed()
        return message_json(message, self.world)

    def _edited_markup(self, message: Message, params: Params) -> Markup | None:
        if message.markup is not None and not isinstance(message.markup, InlineKeyboard):
            raise bad_request("message can't be edited")  # it was sent with a keyboard of another kind
        return read_inline(params.json("reply_markup"), in_private=message.chat.is_private)

    def delete(self, params: Params) -> bool:
        chat = self.chats.visible(params)
        number = params.integer("message_id")
        if number is None:
            raise bad_request("message identifier is not specified")
        message = chat.messages.get(number)
        if message is None or message.deleted:
            raise bad_request("message to delete not found")
        if not self._may_delete(message):
            raise bad_request("message can't be deleted")
        message.deleted = True
        message.sequence = self.world.next_sequence()
        self.changed()
        return True

    def _may_delete(self, message: Message) -> bool:
        if message.chat.has_admin(self.world.bot):
            return True
        recent = self.world.timestamp() - message.date < DELETABLE_FOR
        return recent and (message.sender is self.world.bot or message.chat.is_private)

    def answer_press(self, params: Params) -> bool:
        press = self.presses.get(params.text("callback_query_id"))
        if press is None or press.answered or self.ticks() - press.at > self.callback_seconds:
            raise bad_request(QUERY_TOO_OLD)
        text, url = params.text("text"), params.text("url")
        if len(text) > MAX_ANSWER:
            raise bad_request("MESSAGE_TOO_LONG")
        if url and not url.startswith(f"https://t.me/{self.world.bot.username}?start="):
            raise bad_request("URL_INVALID")
        press.answered = True
        if text or url:
            press.alert = Alert(text, params.flag("show_alert"), url or None)
            press.person.alerts.append(press.alert)
        self.changed()
        return True

    def chat_action(self, params: Params) -> bool:
        chat = self.chats.writable(params)
        if params.text("action") not in ACTIONS:
            raise bad_request("wrong parameter action in request")
        self._topic(chat, params, None)
        return True


def _thread(chat: Chat, topic: Topic | None, reply_to: Message | None) -> int | None:
    """In a supergroup without topics, too, replies bear the id of the message where their thread began."""
    if topic is not None:
        return topic.id
    if reply_to is None or chat.kind is not ChatKind.SUPERGROUP or chat.is_forum:
        return None
    return reply_to.thread_id or reply_to.id
