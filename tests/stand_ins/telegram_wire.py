"""People, chats and messages as the Bot API writes them."""

from tests.stand_ins.telegram_markup import InlineKeyboard
from tests.stand_ins.telegram_text import Entity
from tests.stand_ins.telegram_world import Chat, ChatKind, Message, Person, Standing, Topic, World

Json = dict[str, object]

_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
    "can_delete_stories", "can_pin_messages", "can_manage_topics",
)  # fmt: skip


def user_json(person: Person) -> Json:
    body: Json = {"id": person.id, "is_bot": person.is_bot, "first_name": person.first_name}
    if person.username:
        body["username"] = person.username
    if person.language_code:
        body["language_code"] = person.language_code
    return body


def bot_json(world: World) -> Json:
    """What getMe says."""
    return user_json(world.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": world.privacy_off,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def chat_json(chat: Chat) -> Json:
    body: Json = {"id": chat.id, "type": chat.kind.value}
    if chat.owner is not None:
        body["first_name"] = chat.owner.first_name
        return body | ({"username": chat.owner.username} if chat.owner.username else {})
    body["title"] = chat.title
    if chat.is_forum:
        body["is_forum"] = True
    if chat.kind is ChatKind.GROUP:
        body["all_members_are_administrators"] = False
    return body


def full_chat_json(chat: Chat) -> Json:
    """What getChat says."""
    gifts = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    return chat_json(chat) | {
        "accent_color_id": 2,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }


def member_json(person: Person, standing: Standing) -> Json:
    body: Json = {"user": user_json(person), "status": standing.value}
    match standing:
        case Standing.CREATOR:
            return body | {"is_anonymous": False}
        case Standing.ADMINISTRATOR:
            return body | {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(_RIGHTS, True)
        case Standing.KICKED:
            return body | {"until_date": 0}
        case Standing.MEMBER | Standing.LEFT:
            return body


def entity_json(entity: Entity, world: World) -> Json:
    body: Json = {"type": entity.type, "offset": entity.offset, "length": entity.length}
    if entity.url is not None:
        body["url"] = entity.url
    if entity.user_id is not None and (person := world.person(entity.user_id)):
        body["user"] = user_json(person)
    return body | dict(entity.extra)


def message_json(message: Message, world: World, *, nested: bool = False) -> Json:
    """`nested`: inside another one, where the message it replies to is left out."""
    body: Json = {"message_id": message.id, "date": message.date, "chat": chat_json(message.chat)}
    body |= _sender(message) | message.extra | message.service | _content(message, world)
    if message.thread_id is not None:
        body["message_thread_id"] = message.thread_id
    if message.topic is not None:
        body["is_topic_message"] = True
    if message.reply_to is not None and not nested:
        body["reply_to_message"] = message_json(message.reply_to, world, nested=True)
    if message.edit_date is not None:
        body["edit_date"] = message.edit_date
    if isinstance(message.markup, InlineKeyboard):
        body["reply_markup"] = message.markup.as_json()
    return body


def _sender(message: Message) -> Json:
    body: Json = {}
    if message.sender is not None and message.chat.kind is not ChatKind.CHANNEL:
        body["from"] = user_json(message.sender)
    if message.sender_chat is not None:
        body["sender_chat"] = chat_json(message.sender_chat)
    return body


def _content(message: Message, world: World) -> Json:
    entities = [entity_json(entity, world) for entity in message.entities]
    if message.attachment is not None:
        caption: Json = {"caption": message.text} if message.text else {}
        return message.attachment | caption | ({"caption_entities": entities} if entities else {})
    if message.service:
        return {}
    return {"text": message.text} | ({"entities": entities} if entities else {})


def inaccessible_json(message: Message) -> Json:
    return {"chat": chat_json(message.chat), "message_id": message.id, "date": 0}


def topic_json(topic: Topic) -> Json:
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": 7_322_096}
