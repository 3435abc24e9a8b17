"""What follows a chat to its new id."""

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import OutboxRow, Post
from storage.words import OutboxStatus


async def move_posts(session: AsyncSession, installation_id: int, old: str, new: str) -> None:
    """Where a chat keeps its messages under a new id, they can still be edited and answered."""
    for post in await _posts(session, installation_id, old):
        post.address = new + post.address.removeprefix(old)
        post.ref = new + post.ref.removeprefix(old)


async def forget_posts(session: AsyncSession, installation_id: int, chat: str) -> None:
    """A chat's messages can't be reached any more: what they show is posted anew."""
    ids = [one.id for one in await _posts(session, installation_id, chat)]
    if ids:
        await session.execute(delete(Post).where(Post.id.in_(ids)))


async def move_letters(session: AsyncSession, installation_id: int, old: str, new: str) -> None:
    """What was decided on and not sent yet goes to the new id, unless it was said there already."""
    waiting = select(OutboxRow).where(
        OutboxRow.installation_id == installation_id,
        OutboxRow.status.in_((OutboxStatus.WAITING, OutboxStatus.PARKED)),
        OutboxRow.address.like(f"{_literal(old)}%", escape="\\"),
    )
    for row in (await session.execute(waiting)).scalars():
        if not _is_in(row.address, old):
            continue
        address = new + row.address.removeprefix(old)
        said = select(OutboxRow.id).where(
            OutboxRow.workspace_id == row.workspace_id,
            OutboxRow.address == address,
            OutboxRow.key == row.key,
        )
        if (await session.execute(said)).first() is None:
            row.address = address
        else:
            row.status = OutboxStatus.DROPPED


async def _posts(session: AsyncSession, installation_id: int, chat: str) -> list[Post]:
    query = select(Post).where(
        Post.installation_id == installation_id, Post.address.like(f"{_literal(chat)}%", escape="\\")
    )
    return [one for one in (await session.execute(query)).scalars() if _is_in(one.address, chat)]


def _is_in(address: str, chat: str) -> bool:
    """Whether an address is this chat, a topic of it or somebody in it; not another whose id begins alike."""
    return address == chat or address.startswith((f"{chat}#", f"{chat}!"))


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
