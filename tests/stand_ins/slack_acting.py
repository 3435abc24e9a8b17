"""What a person does in Slack's client, and what the client shows them of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.stand_ins.block_kit import MENU_OPTION, Json, elements_of, listing
from tests.stand_ins.slack_courier import Ack, Courier, Kind
from tests.stand_ins.slack_events import as_sent, rich_text_of
from tests.stand_ins.slack_files import share
from tests.stand_ins.slack_forms import HELD, filled, find_field, refusals, state_of
from tests.stand_ins.slack_reading import visible_text
from tests.stand_ins.slack_responses import Responses, shown
from tests.stand_ins.slack_views import View, Views
from tests.stand_ins.slack_world import APP_ID, Channel, Message, Person, Refused, SharedFile, World
from tests.stand_ins.slack_world import Kind as ChannelKind

TROUBLE = "We had some trouble connecting. Try again?"


@dataclass(frozen=True, slots=True)
class Shown:
    """What came of an action, for the person who did it.

    `error` is the client's own word for a failure (`operation_timeout`, `dispatch_failed` …), `errors` what
    stands under the fields of a form, by block id; `view` is the modal then on top.
    """

    status: int | None
    elapsed: float
    body: Json | str | None = None
    error: str | None = None
    message: Message | None = None
    errors: dict[str, str] = field(default_factory=dict)
    view: View | None = None

    @property
    def text(self) -> str:
        return visible_text(self.message) if self.message else ""

    @property
    def ephemeral(self) -> bool:
        return self.message is not None and self.message.ephemeral


@dataclass(slots=True)
class Client:
    """Slack's client in the hands of all the people."""

    world: World
    views: Views
    responses: Responses
    courier: Courier
    commands: set[str] = field(default_factory=lambda: {"/pm"})

    async def command(self, user: str, where: str, command: str, text: str) -> Shown:
        person, channel = self.world.person(user), self.place(user, where)
        assert not person.external, f"{person.name} is of another workspace, and has no commands here"
        if command not in self.commands:
            return self._refused(person, channel, command, "is not a valid command", Ack(None, None, 0.0))
        ack = await self.courier.hand_over(Kind.COMMAND, self._command(person, channel, command, text))
        if error := failure_of(ack):
            return self._refused(person, channel, command, f'failed with the error "{error}"', ack, error)
        body = {"text": ack.body} if isinstance(ack.body, str) else ack.body
        if not body:
            return Shown(ack.status, ack.elapsed, ack.body, view=self.top(person.id))
        try:
            message = shown(self.world, person.id, channel, body)
        except Refused as why:
            return self._refused(
                person, channel, command, f'failed with the error "{why.error}"', ack, why.error
            )
        return Shown(ack.status, ack.elapsed, ack.body, message=message, view=self.top(person.id))

    def _command(self, person: Person, channel: Channel, command: str, text: str) -> Json:
        return {
            "token": "deprecated",
            "team_id": self.world.team_id,
            "team_domain": self.world.domain,
            "channel_id": channel.id,
            "channel_name": name_in_commands(channel),
            "user_id": person.id,
            "user_name": person.name,
            "command": command,
            "text": as_sent(self.world, person, text, labelled=True).strip(),
            "api_app_id": APP_ID,
            "enterprise_id": self.world.enterprise_id or "",
            "is_enterprise_install": self.world.for_all,
            "response_url": self.responses.make(person.id, channel),
            "trigger_id": self.views.trigger(person.id),
        }

    def _refused(
        self,
        person: Person,
        channel: Channel,
        command: str,
        why: str,
        ack: Ack,
        error: str = "invalid_command",
    ) -> Shown:
        """Slackbot says it, to this person only."""
        slackbot = self.world.people["USLACKBOT"]
        message = self.world.post(channel, slackbot, f"{command} {why}", [], only_for=person.id)
        return Shown(ack.status, ack.elapsed, ack.body, error, message)

    def say(
        self, user: str, where: str, text: str, thread_ts: str | None, files: Iterable[SharedFile] = ()
    ) -> Message:
        person, channel = self.world.person(user), self.place(user, where)
        assert person.id in channel.members, f"{person.name} is not in {channel.name or channel.id}"
        wire = as_sent(self.world, person, text, labelled=False)
        if thread_ts:
            parent = self.world.found(channel.id, thread_ts)
            parent.thread_ts = parent.ts
        shared = [share(self.world, channel.id, one).as_json(self.world) for one in files]
        blocks = rich_text_of(wire) if wire else []
        return self.world.post(channel, person, wire, blocks, thread_ts=thread_ts, files=shared)

    def reword(self, message: Message, text: str) -> None:
        wire = as_sent(self.world, self.world.people[message.user], text, labelled=False)
        self.world.edit(message, wire, rich_text_of(wire))

    async def press(self, user: str, shown: Message | View, what: str, value: object = None) -> Shown:
        person = self.world.person(user)
        if isinstance(shown, Message):
            assert shown in self.world.visible_to(person.id), f"{person.name} does not see this message"
        block, element, option = find_action(shown, what)
        action = {**element, "block_id": block["block_id"], "action_ts": self.world.new_ts()}
        if option:
            action = {name: value for name, value in action.items() if name != "options"}
            action["selected_option"] = option
        elif element["type"] in HELD:
            action |= filled(element, value, self.person_id, self.channel_id)
            action = {name: value for name, value in action.items() if not name.startswith("option")}
        if isinstance(shown, View) and element["type"] in HELD:
            held = HELD[element["type"]][0]
            changed = {"type": element["type"], held: action[held]}
            shown.state[block["block_id"]][element["action_id"]] = changed
        return await self._interact(person, {**self._source(person, shown), "actions": [action]})

    def _source(self, person: Person, shown: Message | View) -> Json:
        if isinstance(shown, View):
            container: Json = {"type": "view", "view_id": shown.id}
            return {"type": "block_actions", "container": container, "view": shown.as_json()}
        channel = self.world.channels[shown.channel]
        container = {"type": "message", "message_ts": shown.ts, "channel_id": channel.id}
        container["is_ephemeral"] = shown.ephemeral
        if shown.thread_ts and shown.thread_ts != shown.ts:
            container["thread_ts"] = shown.thread_ts
        source = {
            "type": "block_actions",
            "container": container,
            "channel": {"id": channel.id, "name": name_in_commands(channel)},
            "state": {"values": state_of(shown.blocks)},
            "response_url": self.responses.make(person.id, channel, shown),
        }
        return source if shown.ephemeral else {**source, "message": shown.as_json()}

    async def _interact(self, person: Person, payload: Json) -> Shown:
        ack = await self.courier.hand_over(Kind.INTERACTION, {**self._who(person), **payload})
        return Shown(ack.status, ack.elapsed, ack.body, failure_of(ack), view=self.top(person.id))

    def _who(self, person: Person) -> Json:
        enterprise = self.world.enterprise_id
        user = {"id": person.id, "username": person.name, "name": person.name, "team_id": person.team}
        return {
            "user": user,
            "api_app_id": APP_ID,
            "token": "deprecated",
            "trigger_id": self.views.trigger(person.id),
            "team": {"id": self.world.team_id, "domain": self.world.domain},
            "enterprise": {"id": enterprise, "name": enterprise} if enterprise else None,
            "is_enterprise_install": self.world.for_all,
        }

    async def suggest(self, user: str, shown: Message | View, what: str, typed: str) -> list[Json]:
        """The options that the bot offers while somebody types into an external select."""
        person = self.world.person(user)
        block, element, _ = find_action(shown, what)
        asked = {"type": "block_suggestion", "action_id": element["action_id"], "value": typed}
        source = {
            name: value for name, value in self._source(person, shown).items() if name != "response_url"
        }
        payload = {**self._who(person), **source, **asked, "block_id": block["block_id"]}
        ack = await self.courier.hand_over(Kind.INTERACTION, payload)
        options = ack.body.get("options") if isinstance(ack.body, dict) else None
        wrong = failure_of(ack) or list(listing(MENU_OPTION, 100, at_least=0)(options, "/options"))
        assert not wrong, f"the client shows no result: {wrong}"
        return options or []

    async def submit(self, user: str, view: View, values: dict[str, object]) -> Shown:
        """Fields that are not named keep what they hold; the client checks its own rules first."""
        person = self.world.person(user)
        assert view is self.top(person.id), "this form is not the one on top"
        assert view.content.get("submit"), "this form has no button to submit it"
        for name, value in values.items():
            block, element = find_field(view.blocks, name)
            held = filled(element, value, self.person_id, self.channel_id)
            view.state[block["block_id"]][element["action_id"]] = held
        if wrong := refusals(view.blocks, view.state):
            return Shown(None, 0.0, errors=wrong, view=view)
        payload = {"type": "view_submission", "view": view.as_json(), "response_urls": []}
        ack = await self.courier.hand_over(Kind.INTERACTION, {**self._who(person), **payload})
        if error := failure_of(ack):
            return Shown(ack.status, ack.elapsed, ack.body, error, view=view)
        return self._submitted(person, view, ack)

    def _submitted(self, person: Person, view: View, ack: Ack) -> Shown:
        answer = ack.body if isinstance(ack.body, dict) else {}
        errors = answer.get("errors") or {}
        try:
            self._follow(person, view, answer)
        except Refused as why:
            return Shown(ack.status, ack.elapsed, ack.body, why.error, view=view)
        return Shown(ack.status, ack.elapsed, ack.body, errors=errors, view=self.top(person.id))

    def _follow(self, person: Person, view: View, answer: Json) -> None:
        """Does what the answer to a form asks for."""
        match answer.get("response_action"):
            case None:
                self.views.close(view)
            case "clear":
                self.views.clear(person.id)
            case "errors":
                inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
                if not answer.get("errors") or set(answer["errors"]) - inputs:
                    raise Refused("invalid_errors", TROUBLE)
            case "update":
                self.views.update(view, answer.get("view"))
            case "push":
                self.views.push_for(person.id, self.views.check(answer.get("view"), "modal"))
            case unknown:
                raise Refused("invalid_response_action", str(unknown))

    async def close_view(self, user: str, view: View, *, all_of_them: bool) -> Shown:
        person = self.world.person(user)
        told = view.content.get("notify_on_close")
        if all_of_them or view.content.get("clear_on_close"):
            self.views.clear(person.id)
        else:
            self.views.close(view)
        if not told:
            return Shown(None, 0.0, view=self.top(person.id))
        payload = {"type": "view_closed", "view": view.as_json(), "is_cleared": all_of_them}
        return await self._interact(person, payload)

    async def shortcut(self, user: str, callback_id: str, message: Message | None) -> Shown:
        """A global one, or with a message the one in that message's menu."""
        person = self.world.person(user)
        asked = {"callback_id": callback_id, "action_ts": self.world.new_ts()}
        if message is None:
            return await self._interact(person, {"type": "shortcut", **asked})
        channel = self.world.channels[message.channel]
        about = {
            "type": "message_action",
            "message_ts": message.ts,
            "message": message.as_json(),
            "channel": {"id": channel.id, "name": name_in_commands(channel)},
            "response_url": self.responses.make(person.id, channel),
        }
        return await self._interact(person, {**asked, **about})

    def place(self, user: str, where: str) -> Channel:
        """A channel by id or name; `dm` is this person's conversation with the bot."""
        if where == "dm":
            return self.world.direct(self.person_id(user))
        return self.world.channel(where)

    def top(self, user: str) -> View | None:
        stack = self.views.stacks.get(user)
        return stack[-1] if stack else None

    def person_id(self, who: str) -> str:
        return self.world.person(who).id

    def channel_id(self, where: str) -> str:
        return self.world.channel(where).id


def failure_of(ack: Ack) -> str | None:
    match ack.failure:
        case None:
            return None
        case "http_timeout":
            return "operation_timeout"
        case _:
            return "dispatch_failed"


def name_in_commands(channel: Channel) -> str:
    return {
        ChannelKind.PUBLIC: channel.name,
        ChannelKind.PRIVATE: "privategroup",
        ChannelKind.DIRECT: "directmessage",
        ChannelKind.GROUP_DIRECT: channel.name or "mpdm",
    }[channel.kind]


def find_action(shown: Message | View, what: str) -> tuple[Json, Json, Json | None]:
    """The block, the element, and for an overflow menu its option: by label, action id or value."""
    found: list[tuple[Json, Json, Json | None]] = []
    for block in shown.blocks:
        for element in elements_of(block):
            label = element["text"]["text"] if element["type"] == "button" else None
            if element["type"] == "overflow":
                found += [(block, element, o) for o in element["options"] if names_option(o, what)]
            elif what in (label, element["action_id"], element.get("value")):
                found.append((block, element, None))
    assert found, f"there is nothing called {what!r} to press in:\n{visible_text(shown)}"
    assert len(found) == 1, f"there are {len(found)} called {what!r} in:\n{visible_text(shown)}"
    return found[0]


def names_option(option: Json, what: str) -> bool:
    return what in (option["text"]["text"], option["value"])
