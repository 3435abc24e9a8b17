"""People on Slack whom nobody has told the bot of yet, through the whole of it."""

from tests.bot.scenes import on_slack
from tests.stand_ins.slack import SlackServer
from tests.stand_ins.slack_reading import visible_text


async def test_people_who_never_spoke_are_known_in_pickers_and_mentions(sqlite_url: str) -> None:
    async with await SlackServer.start() as slack:
        anna = slack.user("anna", tz="Europe/Berlin")
        bo, li = slack.user("bo", real_name="Bo Chen"), slack.user("li", real_name="Li Wei")
        channel = slack.channel("web-shop", members=[anna, bo, li])
        async with on_slack(sqlite_url, slack, sockets=True):
            await slack.command(anna, channel, "/pm", "setup")
            view = await slack.wait_for_view(anna)
            wanted: dict[str, object] = {"key": "WEB", "zone": "Berlin", "team": "named", "people": [bo]}
            shown = await slack.submit(anna, view, wanted)
            assert (shown.errors, shown.view) == ({}, None)
            await slack.wait_for("Web shop is set up here", channel=channel)
            await slack.message(anna, channel, "@drumbeat add Ask @li for the list by friday")
            card = await slack.wait_for("WEB-1", channel=channel)
    assert "Ask @Li Wei for the list" in visible_text(card)


async def test_a_guest_who_comes_by_themselves_is_a_stranger_from_the_first_word(sqlite_url: str) -> None:
    async with await SlackServer.start() as slack:
        anna, guest = slack.user("anna"), slack.user("gus", guest=True)
        channel = slack.channel("web-shop", members=[anna, guest])
        async with on_slack(sqlite_url, slack, sockets=True):
            await slack.command(anna, channel, "/pm", "project new Web key WEB")
            told = await slack.command(guest, channel, "/pm", "project new Mine key MINE")
            again = await slack.command(guest, channel, "/pm", "mine")
            known = await slack.command(anna, channel, "/pm", "project show MINE")
    assert told.text.startswith("I don't know you here yet")
    assert again.text == ""
    assert "is set up" not in known.text
    assert "MINE" in known.text


async def test_a_guest_who_is_made_a_full_member_is_let_in_at_once(sqlite_url: str) -> None:
    async with await SlackServer.start() as slack:
        guest = slack.user("gus", guest=True)
        channel = slack.channel("web-shop", members=[guest])
        async with on_slack(sqlite_url, slack, sockets=True):
            told = await slack.command(guest, channel, "/pm", "project new Mine key MINE")
            assert told.text.startswith("I don't know you here yet")
            await slack.change_user(guest, guest=False)
            await slack.command(guest, channel, "/pm", "project new Mine key MINE")
            await slack.wait_for("Mine is set up", channel=channel)


async def test_whom_slack_does_not_tell_of_in_time_is_let_in_the_next_time(sqlite_url: str) -> None:
    async with await SlackServer.start() as slack:
        anna = slack.user("anna")
        channel = slack.channel("web-shop", members=[anna])
        async with on_slack(sqlite_url, slack, sockets=True):
            slack.fail_next("users.info", error="internal_error")
            told = await slack.command(anna, channel, "/pm", "project new Web key WEB")
            assert told.text.startswith("Slack has not told me yet who you are, so nothing was changed.")
            await slack.command(anna, channel, "/pm", "project new Web key WEB")
            await slack.wait_for("Web is set up", channel=channel)


async def test_where_slack_may_tell_of_nobody_people_can_work_all_the_same(sqlite_url: str) -> None:
    async with await SlackServer.start() as slack:
        anna = slack.user("anna")
        channel = slack.channel("web-shop", members=[anna])
        async with on_slack(sqlite_url, slack, sockets=True):
            slack.fail_next("users.info", error="missing_scope")
            await slack.command(anna, channel, "/pm", "project new Web key WEB")
            await slack.wait_for("Web is set up", channel=channel)


async def test_what_is_said_to_the_bot_under_a_card_is_a_note_and_a_mention_alone_asks_for_help(
    sqlite_url: str,
) -> None:
    async with await SlackServer.start() as slack:
        anna = slack.user("anna")
        channel = slack.channel("web-shop", members=[anna])
        async with on_slack(sqlite_url, slack, sockets=False):
            await slack.command(anna, channel, "/pm", "project new Web key WEB")
            await slack.command(anna, channel, "/pm", "add Call the lawyer")
            card = await slack.wait_for("Call the lawyer", channel=channel)
            await slack.message(anna, channel, "@drumbeat the lawyer is back on monday", thread_ts=card.ts)
            await slack.wait_for("Noted on WEB-1", user=anna)
            await slack.message(anna, channel, "@drumbeat dnoe", thread_ts=card.ts)
            await slack.wait_for("Did you mean “done”?", user=anna)
            await slack.message(anna, channel, "@drumbeat")
            await slack.wait_for("What you can say", user=anna)


async def test_a_change_is_answered_to_the_asker_and_edits_the_card_that_stands(sqlite_url: str) -> None:
    async with await SlackServer.start() as slack:
        anna = slack.user("anna")
        channel = slack.channel("web-shop", members=[anna])
        async with on_slack(sqlite_url, slack, sockets=True):
            await slack.command(anna, channel, "/pm", "project new Web key WEB")
            await slack.command(anna, channel, "/pm", "add Call the lawyer")
            card = await slack.wait_for("Call the lawyer", channel=channel)
            told = await slack.command(anna, channel, "/pm", "start 1")
            await slack.until(lambda: "doing" in visible_text(card))
            cards = [one for one in slack.messages(channel) if "Call the lawyer" in visible_text(one)]
    assert "doing" in told.text
    assert told.ephemeral
    assert cards == [card]


async def test_a_first_message_that_was_answered_has_no_button_for_a_second_answer(sqlite_url: str) -> None:
    async with await SlackServer.start() as slack:
        anna, bo = slack.user("anna"), slack.user("bo")
        channel = slack.channel("web-shop", members=[anna, bo])
        async with on_slack(sqlite_url, slack, sockets=True):
            await slack.command(anna, channel, "/pm", "project new Web key WEB")
            await slack.command(anna, channel, "/pm", "invite @bo")
            hello = await slack.wait_for("added you to Web", channel=slack.dm(bo), timeout=30)
            await slack.press(bo, hello, "Fine")
            await slack.until(lambda: "Good to have you" in visible_text(hello))
            assert "[Fine]" not in visible_text(hello)
            assert slack.messages(slack.dm(bo)) == [hello]
