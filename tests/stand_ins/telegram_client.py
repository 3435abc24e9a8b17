"""A bare Bot API client for the stand-in's own tests: says what was answered, and raises nothing."""

from dataclasses import dataclass

import aiohttp

from tests.stand_ins.telegram import Chat, Person, TelegramServer

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: Json

    @property
    def why(self) -> str:
        return str(self.body.get("description", ""))

    @property
    def result(self) -> object:
        assert self.body["ok"] is True, self.body
        return self.body["result"]

    @property
    def fields(self) -> Json:
        assert isinstance(self.result, dict)
        return self.result

    @property
    def rows(self) -> list[Json]:
        assert isinstance(self.result, list)
        return self.result

    @property
    def parameters(self) -> Json:
        found = self.body["parameters"]
        assert isinstance(found, dict)
        return found


@dataclass(frozen=True, slots=True)
class Client:
    server: TelegramServer
    session: aiohttp.ClientSession

    async def call(self, method: str, **params: object) -> Answer:
        return await self.call_as(self.server.token, method, **params)

    async def call_as(self, token: str, method: str, **params: object) -> Answer:
        url = f"{self.server.api_url}/bot{token}/{method}"
        async with self.session.post(url, json=params) as answer:
            return Answer(answer.status, await answer.json())

    async def say(self, where: Chat | Person, text: str, **params: object) -> Answer:
        return await self.call("sendMessage", chat_id=where.id, text=text, **params)

    async def html(self, where: Chat | Person, text: str) -> Answer:
        return await self.say(where, text, parse_mode="HTML")

    async def updates(self, **params: object) -> list[Json]:
        return (await self.call("getUpdates", **params)).rows

    async def told(self) -> list[Json]:
        """What is new: each without its number, all of it confirmed."""
        found = await self.updates(offset=self.server.confirmed_offset)
        await self.updates(offset=self.server.last_update_id + 1)
        return [{key: value for key, value in one.items() if key != "update_id"} for one in found]

    async def texts(self) -> list[str]:
        """The texts of the messages among what is new."""
        messages = [one.get("message", one.get("edited_message")) for one in await self.told()]
        return [str(message.get("text")) for message in messages if isinstance(message, dict)]
