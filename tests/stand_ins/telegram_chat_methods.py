"""The Bot API's methods about chats and members, and about the bot itself: commands and descriptions."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.stand_ins.telegram_errors import bad_request
from tests.stand_ins.telegram_params import Params
from tests.stand_ins.telegram_reach import Chats
from tests.stand_ins.telegram_wire import Json, bot_json, full_chat_json, member_json
from tests.stand_ins.telegram_world import ADMINS, INSIDE, Chat, Person, Standing, World

MAX_COMMANDS = 100
MAX_DESCRIPTION = 512
MAX_SHORT_DESCRIPTION = 120
_COMMAND = re.compile(r"/?([a-z0-9_]{1,32})")
_LANGUAGE = re.compile(r"[a-z]{2}")
_BROAD = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_NARROW = frozenset({"chat", "chat_administrators", "chat_member"})


@dataclass(frozen=True, slots=True)
class Scope:
    kind: str = "default"
    chat_id: int | None = None
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class Menu:
    """What the bot has set about itself, by language; an empty language is for everybody else."""

    commands: dict[tuple[Scope, str], list[tuple[str, str]]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)

    def offered(self, person: Person, chat: Chat) -> list[tuple[str, str]]:
        """The commands that this person's client shows there: the narrowest scope wins, then the language."""
        languages = ((person.language_code or "")[:2], "")
        keys = ((scope, language) for scope in _scopes(person, chat) for language in dict.fromkeys(languages))
        return next((self.commands[key] for key in keys if key in self.commands), [])


def _scopes(person: Person, chat: Chat) -> list[Scope]:
    """Narrowest first."""
    if chat.is_private:
        return [Scope("chat", chat.id), Scope("all_private_chats"), Scope()]
    scopes = [Scope("chat_member", chat.id, person.id)]
    admin = chat.has_admin(person)
    scopes += [Scope("chat_administrators", chat.id)] if admin else []
    scopes += [Scope("chat", chat.id)]
    scopes += [Scope("all_chat_administrators")] if admin else []
    return [*scopes, Scope("all_group_chats"), Scope()]


def _language(params: Params) -> str:
    """Two letters only: `zh`, never `zh-hans`."""
    code = params.text("language_code")
    if code and not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


@dataclass(frozen=True, slots=True)
class ChatMethods:
    """`left` is called after the bot has left a chat."""

    world: World
    menu: Menu
    left: Callable[[Chat], None]

    @property
    def chats(self) -> Chats:
        return Chats(self.world)

    def get_me(self, _: Params) -> Json:
        return bot_json(self.world)

    def get_chat(self, params: Params) -> Json:
        return full_chat_json(self.chats.visible(params))

    def get_member(self, params: Params) -> Json:
        chat = self.chats.visible(params)
        person = self.world.person(params.integer("user_id") or 0)
        if person is None:
            raise bad_request("user not found")
        others_hidden = chat.members_hidden and not chat.has_admin(self.world.bot)
        if others_hidden and person is not self.world.bot:
            raise bad_request("member list is inaccessible")
        if chat.is_private:
            return member_json(person, Standing.MEMBER)
        return member_json(person, chat.standing(person))

    def get_administrators(self, params: Params) -> list[Json]:
        chat = self.chats.visible(params)
        if chat.is_private:
            raise bad_request("there are no administrators in the private chat")
        standings = ((self.world.person(number), standing) for number, standing in chat.members.items())
        people = ((person, standing) for person, standing in standings if person and standing in ADMINS)
        return [
            member_json(one, standing) for one, standing in people if one is self.world.bot or not one.is_bot
        ]

    def count_members(self, params: Params) -> int:
        chat = self.chats.visible(params)
        return 2 if chat.is_private else sum(standing in INSIDE for standing in chat.members.values())

    def leave(self, params: Params) -> bool:
        chat = self.chats.visible(params)
        if chat.is_private:
            raise bad_request("chat member status can't be changed in private chats")
        self.left(chat)
        return True

    def set_commands(self, params: Params) -> bool:
        given = params.json("commands")
        if not isinstance(given, list):
            raise bad_request("can't parse commands list: expected an Array")
        if len(given) > MAX_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        key = (self._scope(params), _language(params))
        self.menu.commands[key] = [_read_command(one) for one in given]
        return True

    def get_commands(self, params: Params) -> list[Json]:
        found = self.menu.commands.get((self._scope(params), _language(params)), [])
        return [{"command": name, "description": text} for name, text in found]

    def delete_commands(self, params: Params) -> bool:
        self.menu.commands.pop((self._scope(params), _language(params)), None)
        return True

    def _scope(self, params: Params) -> Scope:
        given = params.fields("scope")
        kind = given.get("type", "default")
        if kind in _BROAD:
            return Scope(str(kind))
        if kind not in _NARROW:
            raise bad_request("can't parse BotCommandScope: unsupported type specified")
        chat = self.chats.visible(Params(given))
        return Scope(str(kind), chat.id, Params(given).integer("user_id"))

    def set_description(self, params: Params) -> bool:
        return _describe(self.menu.descriptions, params, "description", MAX_DESCRIPTION)

    def set_short_description(self, params: Params) -> bool:
        return _describe(self.menu.short_descriptions, params, "short_description", MAX_SHORT_DESCRIPTION)

    def get_description(self, params: Params) -> Json:
        return {"description": self.menu.descriptions.get(_language(params), "")}

    def get_short_description(self, params: Params) -> Json:
        return {"short_description": self.menu.short_descriptions.get(_language(params), "")}


def _read_command(given: object) -> tuple[str, str]:
    name = given.get("command") if isinstance(given, dict) else None
    text = given.get("description") if isinstance(given, dict) else None
    if not isinstance(name, str) or not isinstance(text, str):
        raise bad_request("can't parse BotCommand: expected an Object with command and description")
    read = _COMMAND.fullmatch(name)
    if read is None:
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(text.strip()) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return read.group(1), text.strip()


def _describe(kept: dict[str, str], params: Params, name: str, limit: int) -> bool:
    text = params.text(name)
    if len(text) > limit:
        raise bad_request(f"{name} is too long")
    kept[_language(params)] = text
    return True
