"""From the first admin's code to a project of a team: by a form on Slack, by questions on Telegram."""

from bot.installations import first_admin_code
from tests.stand_ins.telegram import buttons as telegram_buttons
from tests.walks.ways import OnSlack, OnTelegram, Team
from tests.walks.words import LABELS, LANGUAGES, PRIVATE, Texts


def of(team: Team, texts: Texts) -> str:
    """The one in the team's language."""
    return texts[LANGUAGES.index(team.telling.language)]


async def set_up(team: Team) -> None:
    """Anna leads Web shop, Bo and Mei are in it; the stand-up is at 9:30."""
    if isinstance(team, OnSlack):
        await _on_slack(team)
    if isinstance(team, OnTelegram):
        await _on_telegram(team)


async def _on_slack(team: OnSlack) -> None:
    """The first admin's code, the bot in the channel, and the form of the set-up."""
    app, slack = team.telling.app, team.slack
    await team.says("anna", await first_admin_code(app.database, app.clock) or "", PRIVATE)
    assert of(team, ("You administer Drumbeat", "Drumbeat 管理员", "Drumbeat 管理員")) in team.reads("anna")
    await slack.join(slack.bot_user, team.channel, by=team.ids["anna"])
    await team.settle()
    await team.presses("anna", of(team, LABELS["set up"]), "")
    assert "Atlantis" in (await team.fills("anna", zone="Atlantis"))["zone"]
    assert not await team.fills("anna", zone=of(team, ("Berlin", "北京", "台北")), key="WEB")
    assert of(team, ("its key is WEB", "代号 WEB", "代號 WEB")) in team.reads("bo")
    for who in ("bo", "mei"):
        await team.presses(who, of(team, LABELS["fine"]), "Web shop")


async def _on_telegram(team: OnTelegram) -> None:
    """The first admin's code, the bot in the group, the questions with a way back, and the group's button."""
    app, telegram, anna = team.telling.app, team.telegram, team.ids["anna"]
    await telegram.start(anna, await first_admin_code(app.database, app.clock))
    await telegram.adds_bot(anna, team.group)
    await team.settle()
    await team.presses("bo", of(team, LABELS["set up"]), "")
    assert of(team, ("invitation", "邀请", "邀請")) in team.reads("bo")
    await team.presses("anna", of(team, LABELS["set up"]), "")
    await team.says("anna", "Shop", PRIVATE)
    await team.presses("anna", of(team, LABELS["back"]), of(team, ("2 of 9", "第 2/9 项", "第 2/9 項")))
    everybody = ("everybody in this channel", "全体成员", "全體成員")
    for typed in ("Web shop", "W", of(team, everybody)):
        await team.says("anna", typed, PRIVATE)
    for _ in ("who else", "lead"):
        await team.presses("anna", of(team, LABELS["skip"]), "")
    await team.presses("anna", of(team, ("Berlin", "上海", "台北")), "")
    await team.presses("anna", of(team, LABELS["skip"]), "")
    await team.says("anna", "9:30", PRIVATE)
    await team.says("anna", of(team, ("every working day", "每个工作日", "每個工作天")), PRIVATE)
    assert of(team, ("2 to 10", "2 到 10", "2 到 10")) in team.reads("anna")
    await team.says("anna", "WEB", PRIVATE)
    assert of(team, ("its key is WEB", "代号 WEB", "代號 WEB")) in team.reads("bo")
    post = telegram.answers(team.group)[-1]
    assert of(team, ("1 of 3 joined", "3 人中 1 人已加入", "3 人中 1 人已加入")) in post.text
    for who in ("bo", "mei"):
        await telegram.follows(team.ids[who], telegram_buttons(post)[0][1])
        await team.settle()
    assert of(team, ("3 of 3 joined", "3 人中 3 人已加入", "3 人中 3 人已加入")) in post.text
