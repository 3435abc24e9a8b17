"""Response URLs: five uses within half an hour, for whoever has the address."""

from dataclasses import dataclass, field

from tests.stand_ins.block_kit import Json
from tests.stand_ins.slack_methods import content, flag
from tests.stand_ins.slack_world import Channel, Message, Refused, World

MOST_USES = 5
SECONDS = 30 * 60


@dataclass(slots=True)
class ResponseUrl:
    user: str
    channel: Channel
    message: Message | None
    made_at: float
    uses: int = 0


@dataclass(slots=True)
class Responses:
    world: World
    base: str = ""
    urls: dict[str, ResponseUrl] = field(default_factory=dict)

    def make(self, user: str, channel: Channel, message: Message | None = None) -> str:
        key = f"{self.world.team_id}/{self.world.new_id('')}/{self.world.new_id('secret')}"
        self.urls[key] = ResponseUrl(user, channel, message, self.world.clock())
        return f"{self.base}/actions/{key}"

    def use(self, key: str, body: object) -> None:
        """Shows what was posted to the address; `used_url`, `expired_url` and others are refused."""
        url = self.urls.get(key)
        if url is None or self.world.clock() - url.made_at > SECONDS:
            raise Refused("expired_url", status=404)
        if url.uses >= MOST_USES:
            raise Refused("used_url", status=404)
        if not isinstance(body, dict):
            raise Refused("invalid_payload", status=400)
        try:
            self.show(url, body)
        except Refused as why:
            raise Refused(why.error, *why.complaints, status=400) from why
        url.uses += 1

    def show(self, url: ResponseUrl, body: Json) -> None:
        if flag(body, "delete_original"):
            self.world.erase(original_of(url))
        elif flag(body, "replace_original"):
            text, blocks = content(body)
            original = original_of(url)
            self.world.edit(original, text, blocks)
        else:
            shown(self.world, url.user, url.channel, body)


def original_of(url: ResponseUrl) -> Message:
    """A command has no message that could be replaced."""
    if url.message is None or url.message.deleted:
        raise Refused("message_not_found")
    return url.message


def shown(world: World, user: str, channel: Channel, body: Json) -> Message:
    """An answer to a command or a press: for that person only, unless it says `in_channel`."""
    text, blocks = content(body)
    only_for = None if body.get("response_type") == "in_channel" else user
    thread_ts = body.get("thread_ts")
    return world.post(channel, world.bot, text, blocks, only_for=only_for, thread_ts=thread_ts)
