"""The bot is put into chats, taken out of them, and follows them to a new id."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.incoming import HEARS_ALL, PROMOTED, Bot, Fact, FactKind, Outcome, Place, PlaceKind, Sender
from bot.message import says
from bot.outgoing import read_address
from bot.work import Here, Work
from storage import delivery
from storage.models import Channel, Installation, OutboxRow, Post, Workspace
from tests.conversations.world import Heard, Somebody, World

NOBODY = Sender("")


async def tells(
    world: World,
    kind: FactKind,
    chat: str,
    value: str = "",
    sender: Sender = NOBODY,
    platform: str = "console",
) -> Heard:
    """Let the platform tell something of a chat."""
    incoming = world.person("Anna").incoming("")
    place = Place(PlaceKind.CHANNEL, chat, name=chat)
    return await world.say(
        replace(
            incoming, bot=Bot(platform, platform), sender=sender, place=place, said=Fact(kind, value), rides=0
        )
    )


async def channels(world: World) -> list[tuple[str, bool, bool]]:
    """The chats that are known: (id, is bound, is gone)."""
    async with world.database.reading() as session:
        rows = (await session.execute(select(Channel).order_by(Channel.id))).scalars()
        return [(one.external_id, one.project_id is not None, one.gone_at is not None) for one in rows]


async def post(world: World, platform: str, address: str, ref: str) -> None:
    """Something stands there, and something else waits to be sent."""
    async with world.database.begin() as session:
        query = select(Installation).where(Installation.platform == platform)
        installation = (await session.execute(query)).scalar_one()
        workspace = await session.get_one(Workspace, world.workspace)
        session.add(
            Post(
                workspace_id=workspace.id, installation_id=installation.id, topic="task/1", address=address,
                ref=ref, at=world.clock.now(),
            )
        )  # fmt: skip
        work = Work(session, world.clock.now(), workspace)
        work.send(
            Here(installation.id, read_address(address), "en", "UTC"), says("Waiting."), key=f"test/{ref}"
        )
        await work.finish()
    await world.posted()


async def where(world: World) -> tuple[list[str], list[str]]:
    """Where posts stand, as "address ref", and where messages wait."""
    async with world.database.reading() as session:
        posts = (await session.execute(select(Post).order_by(Post.id))).scalars().all()
        rows = (await session.execute(select(OutboxRow).where(OutboxRow.key.like("test/%")))).scalars().all()
    return [f"{one.address} {one.ref}" for one in posts], sorted(one.address for one in rows)


async def test_whoever_puts_the_bot_into_a_channel_is_told_what_to_do(world: World, anna: Somebody) -> None:
    heard = await tells(world, FactKind.ADDED, "new-place", sender=anna.incoming("").sender)
    assert "sets up a project here" in heard.text
    assert heard.buttons == {"Set up this channel": "setup"}
    assert "project bind WEB" in heard.text
    assert len(heard.text.splitlines()) == 3


@pytest.mark.parametrize(
    ("value", "expected"),
    [("", "only what begins with /"), (HEARS_ALL, "Mentions reach me"), (PROMOTED, "I'm an admin here now")],
)
async def test_a_group_on_telegram_is_told_what_reaches_the_bot(
    world: World, anna: Somebody, value: str, expected: str
) -> None:
    tom = world.person("Tom", platform="telegram")
    await tom.says((await anna.says("invite", place="web-shop")).text.split()[-1])
    sender = tom.incoming("").sender
    heard = await tells(world, FactKind.ADDED, "group", value, sender=sender, platform="telegram")
    assert expected in heard.text


async def test_a_stranger_in_a_projects_group_is_shown_the_way_in(world: World, anna: Somebody) -> None:
    tom, eve = (world.person(name, platform="telegram") for name in ("Tom", "Eve"))
    await tom.says((await anna.says("invite", place="web-shop")).text.split()[-1])
    assert "I don't know you here yet" in (await eve.says("mine", place="group")).text
    await tom.says("project new App key APP", place="group")
    await world.posted()
    heard = await eve.says("mine", place="group")
    assert heard.text.startswith("I don't know you yet. Join App")
    assert "Join App" in heard.buttons
    assert (await eve.says("late", place="group")).text == ""


async def test_a_stranger_who_puts_the_bot_into_a_group_gets_no_word_there(
    world: World, anna: Somebody
) -> None:
    mallory = Sender("mallory", "Mallory")
    heard = await tells(world, FactKind.ADDED, "-100", sender=mallory, platform="telegram")
    assert (heard.text, heard.answer.outcome) == ("", Outcome.DONE)


async def test_the_bot_comes_back_to_where_a_project_lives(world: World, anna: Somebody) -> None:
    await tells(world, FactKind.REMOVED, "web-shop")
    assert await channels(world) == [("web-shop", True, True)]
    heard = await tells(world, FactKind.ADDED, "web-shop", sender=anna.incoming("").sender)
    assert heard.text == "I'm back. Web shop lives here."
    assert await channels(world) == [("web-shop", True, False)]


async def addresses(world: World, key: str) -> list[str]:
    """Where messages with keys that begin like this go."""
    async with world.database.reading() as session:
        query = select(OutboxRow.address).where(OutboxRow.key.like(f"{key}%")).order_by(OutboxRow.id)
        return list((await session.execute(query)).scalars())


async def test_a_lead_hears_once_that_the_bot_was_taken_out(world: World, anna: Somebody) -> None:
    for _ in range(2):
        await tells(world, FactKind.REMOVED, "web-shop")
    assert await addresses(world, "gone/") == ["@anna"]


async def test_nothing_is_posted_where_the_bot_is_no_more(world: World, anna: Somebody) -> None:
    await anna.says("standup new 9:30 weekdays", place="web-shop")
    await tells(world, FactKind.REMOVED, "web-shop")
    await world.posted()
    await anna.says("milestone add Beta 17 March")
    assert [address for address, _ in await world.posted() if address == "web-shop"] == []


@pytest.mark.parametrize(("platform", "ref"), [("console", "new:7"), ("telegram", "")])
async def test_a_chat_with_a_new_id_keeps_project_posts_and_messages(
    world: World, anna: Somebody, platform: str, ref: str
) -> None:
    await post(world, platform, "web-shop", "web-shop:7")
    await post(world, platform, "web-shop#5", "web-shop:8")
    await post(world, platform, "web-shop2", "web-shop2:9")
    await tells(world, FactKind.MOVED, "web-shop", "new", platform=platform)
    posts, waiting = await where(world)
    kept = ["new new:7", "new#5 new:8"] if ref else []
    assert posts == [*kept, "web-shop2 web-shop2:9"]
    assert waiting == ["new", "new#5", "web-shop2"]


async def test_a_project_follows_its_chat_also_when_the_new_one_spoke_first(
    world: World, anna: Somebody
) -> None:
    await tells(world, FactKind.MOVED, "web-shop", "new")
    assert (await anna.says("add One", place="new")).text.startswith("WEB-1")
    assert await channels(world) == [("new", True, False)]


async def test_what_moves_twice_has_moved_once(world: World, anna: Somebody) -> None:
    for _ in range(2):
        await tells(world, FactKind.MOVED, "web-shop", "new")
    assert await channels(world) == [("new", True, False)]


async def test_after_the_app_was_uninstalled_nothing_is_sent_there(world: World, anna: Somebody) -> None:
    await anna.says("add One", place="web-shop")
    async with world.database.reading() as session:
        [console] = (
            await session.execute(select(Installation.id).where(Installation.platform == "console"))
        ).scalars()
        assert await delivery.due_heads(session, console, world.clock.now(), 10)
    await tells(world, FactKind.UNINSTALLED, "")
    async with world.database.reading() as session:
        assert await delivery.due_heads(session, console, world.clock.now(), 10) == []


@pytest.mark.parametrize("kind", list(FactKind))
async def test_every_fact_is_taken_in_without_a_word_too_many(
    world: World, anna: Somebody, kind: FactKind
) -> None:
    for sender in (NOBODY, Sender("new", "New"), anna.incoming("").sender):
        heard = await tells(world, kind, "web-shop", "elsewhere", sender)
        assert heard.answer.outcome is Outcome.DONE
        assert "fault" not in heard.text
