"""Places in chat: the bot comes, goes, or finds them under another id."""

from bot.views import places as views
from bot.work import Work
from storage import moving
from storage import projects as rows
from storage.models import Channel, Installation, Project
from storage.words import Platform


async def come(work: Work, installation: Installation, chat: str) -> Project | None:
    """The bot was put into a chat; returns the project that lives there, if it was there before."""
    project = None
    for one in await rows.channels_of_chat(work.session, installation.id, chat):
        work.set(one, gone_at=None)
        if one.project_id is not None and project is None:
            project = await rows.by_id(work.session, work.workspace.id, one.project_id)
    return project


async def go(work: Work, installation: Installation, chat: str) -> None:
    """The bot was taken out of a chat, or the chat is no more: the leads of what lived there are told."""
    for one in await rows.channels_of_chat(work.session, installation.id, chat):
        if one.gone_at is None:
            work.set(one, gone_at=work.now)
            await _tell_leads(work, one)
    await moving.forget_posts(work.session, installation.id, chat)


async def _tell_leads(work: Work, channel: Channel) -> None:
    if channel.project_id is None:
        return
    project = await rows.by_id(work.session, work.workspace.id, channel.project_id)
    if project is None:
        return
    others = [one for one in await rows.channels(work.session, project.id) if one.id != channel.id]
    for lead in await rows.leads(work.session, project.id):
        message = views.gone(project, channel, has_others=bool(others))
        work.send(lead, message, key=f"gone/{channel.id}/{{change}}")


async def move(work: Work, installation: Installation, old: str, new: str) -> None:
    """A chat has a new id: its projects, posts and waiting messages follow."""
    if not new or old == new:
        return
    there = {one.thread: one for one in await rows.channels_of_chat(work.session, installation.id, new)}
    for one in await rows.channels_of_chat(work.session, installation.id, old):
        if one.thread in there:
            _hand_over(work, one, there[one.thread])
        else:
            work.set(one, external_id=new)
    if installation.platform is Platform.TELEGRAM:  # a supergroup numbers its messages anew
        await moving.forget_posts(work.session, installation.id, old)
    else:
        await moving.move_posts(work.session, installation.id, old, new)
    await moving.move_letters(work.session, installation.id, old, new)


def _hand_over(work: Work, old: Channel, new: Channel) -> None:
    """The new chat was heard of before its move was: it takes over what lives in the old one."""
    if new.project_id is None:
        work.set(new, project_id=old.project_id)
    work.set(old, project_id=None, gone_at=work.now)
