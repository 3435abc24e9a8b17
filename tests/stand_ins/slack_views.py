"""Modals and home views: triggers that open them, their stack of three, their hashes."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.stand_ins.block_kit import Json, check_view
from tests.stand_ins.slack_forms import State, state_of
from tests.stand_ins.slack_world import APP_ID, BOT_ID, Refused, World, with_block_ids

TRIGGER_SECONDS = 3.0
MOST_VIEWS = 3
LARGEST_VIEW = 250_000
NOTHING_SAID: Json = {
    "private_metadata": "",
    "callback_id": "",
    "external_id": "",
    "clear_on_close": False,
    "notify_on_close": False,
    "close": None,
    "submit": None,
}


@dataclass(slots=True, eq=False)
class View:
    id: str
    user: str
    content: Json
    hash: str
    root: str
    previous: str | None
    names: Callable[[str], str] = field(repr=False)
    team: str
    state: State = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.content["blocks"]
        return blocks

    def as_json(self) -> Json:
        return {
            **NOTHING_SAID,
            **self.content,
            "id": self.id,
            "team_id": self.team,
            "app_id": APP_ID,
            "app_installed_team_id": self.team,
            "bot_id": BOT_ID,
            "state": {"values": json.loads(json.dumps(self.state))},
            "hash": self.hash,
            "root_view_id": self.root,
            "previous_view_id": self.previous,
        }


@dataclass(slots=True)
class Trigger:
    user: str
    at: float
    used: bool = False


@dataclass(slots=True)
class Views:
    world: World
    stacks: dict[str, list[View]] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)

    def trigger(self, user: str) -> str:
        key = f"{self.world.team_id}.{self.world.new_id('')}.{len(self.triggers):032x}"
        self.triggers[key] = Trigger(user, self.world.clock())
        return key

    def exchange(self, trigger_id: object) -> str:
        """Who pressed: good once, and for three seconds."""
        trigger = self.triggers.get(str(trigger_id))
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if self.world.clock() - trigger.at > TRIGGER_SECONDS:
            raise Refused("expired_trigger_id")
        trigger.used = True
        return trigger.user

    def all(self) -> list[View]:
        return [view for stack in self.stacks.values() for view in stack] + list(self.homes.values())

    def check(self, content: object, kind: str, instead_of: View | None = None) -> Json:
        """The content, once it is known to be good: `invalid_arguments` and others otherwise."""
        wrong = check_view(content)
        if wrong:
            raise Refused("invalid_arguments", *(f"[ERROR] {found}" for found in wrong))
        assert isinstance(content, dict)
        if content["type"] != kind:
            raise Refused("invalid_arguments", f"[ERROR] must be a {kind} [json-pointer:/view/type]")
        if len(json.dumps(content)) > LARGEST_VIEW:
            raise Refused("view_too_large")
        external = content.get("external_id")
        if external and any(
            v is not instead_of and v.content.get("external_id") == external for v in self.all()
        ):
            raise Refused("duplicate_external_id")
        return {**content, "blocks": with_block_ids(content["blocks"], self.world.new_id)}

    def made(self, user: str, content: Json, below: View | None = None) -> View:
        some_id = self.world.new_id("V")
        root, previous = (below.root, below.id) if below else (some_id, None)
        names, team = self.world.name_of, self.world.team_id
        view = View(some_id, user, content, self.new_hash(), root, previous, names, team)
        view.state = state_of(view.blocks)
        self.world.stir()
        return view

    def new_hash(self) -> str:
        return f"{self.world.new_ts().split('.')[0]}.{self.world.new_id('')[-8:].lower()}"

    def open(self, trigger_id: object, content: object) -> View:
        good = self.check(content, "modal")
        user = self.exchange(trigger_id)
        view = self.made(user, good)
        self.stacks[user] = [view]
        return view

    def push(self, trigger_id: object, content: object) -> View:
        good = self.check(content, "modal")
        return self.push_for(self.exchange(trigger_id), good)

    def push_for(self, user: str, good: Json) -> View:
        stack = self.stacks.get(user) or []
        if not stack:
            raise Refused("not_found")
        if len(stack) >= MOST_VIEWS:
            raise Refused("push_limit_reached")
        view = self.made(user, good, below=stack[-1])
        stack.append(view)
        return view

    def find(self, view_id: object, external_id: object = None) -> View:
        for view in self.all():
            if view.id == view_id or (external_id and view.content.get("external_id") == external_id):
                return view
        raise Refused("not_found")

    def update(self, view: View, content: object, known_hash: object = None) -> View:
        good = self.check(content, view.content["type"], instead_of=view)
        if known_hash and known_hash != view.hash:
            raise Refused("hash_conflict")
        view.content, view.hash = good, self.new_hash()
        view.state = state_of(view.blocks, view.state)
        self.world.stir()
        return view

    def publish(self, user: str, content: object, known_hash: object = None) -> View:
        home = self.homes.get(user)
        if home:
            return self.update(home, content, known_hash)
        view = self.made(user, self.check(content, "home"))
        self.homes[user] = view
        return view

    def close(self, view: View) -> None:
        """Closes it and all above it."""
        stack = self.stacks.get(view.user, [])
        if view in stack:
            del stack[stack.index(view) :]
        self.world.stir()

    def clear(self, user: str) -> None:
        self.stacks.pop(user, None)
        self.world.stir()
