"""One person, several logins: linked by a one-time code, so that work and messages are theirs everywhere."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.errors import NotFound, Refused
from bot.message import Code
from bot.outgoing import Address
from bot.services import introductions, standups
from bot.services.codes import CODE_BYTES, digest
from bot.services.people import rank
from bot.views import links as views
from bot.work import Here, Work
from storage import links as rows
from storage import people as people_rows
from storage.models import Account, Base, Installation, LinkCode, Member, Person
from storage.words import Platform

GOOD_FOR = timedelta(minutes=15)
PLATFORMS = {name.lower(): platform for platform, name in views.NAMES.items()}


@dataclass(frozen=True, slots=True)
class Offer:
    """A fresh code, and the bots on other platforms where it can be said."""

    code: str
    others: tuple[Installation, ...]


async def offer(work: Work, person: Person, installation_id: int) -> Offer:
    """Make a code with which somebody shows on another platform who they are."""
    code = secrets.token_urlsafe(CODE_BYTES)
    work.session.add(
        LinkCode(
            workspace_id=work.workspace.id,
            code=digest(code),
            person_id=person.id,
            expires_at=work.now + GOOD_FOR,
        )
    )
    bots = await rows.installations(work.session, work.workspace.id)
    here = next((one.platform for one in bots if one.id == installation_id), None)
    return Offer(code, tuple(one for one in bots if one.platform is not here))


async def _good(work: Work, code: str) -> LinkCode | None:
    found = await rows.by_code(work.session, work.workspace.id, digest(code))
    if found is None:
        return None
    if found.used_at is not None or found.expires_at < work.now:
        raise Refused(
            "This code is no longer valid. Say {command} again where you got it.", command=Code("link")
        )
    return found


async def is_code(work: Work, text: str) -> bool:
    """Whether it is a code that was once made here."""
    return bool(text) and await rows.by_code(work.session, work.workspace.id, digest(text)) is not None


async def ask(work: Work, code: str, *, by: Person) -> tuple[LinkCode, Person]:
    """Find out whose code it is; nothing is joined before `by` has said yes.

    Raises:
        NotFound: it is no code.
        Refused: it is too old or was used, or it is one's own.
    """
    found = await _good(work, code)
    other = await people_rows.person(work.session, work.workspace.id, found.person_id) if found else None
    if found is None or other is None:
        raise NotFound(
            "I don't know that code. Say {command} on the other platform for one.", command=Code("link")
        )
    if other.id == by.id:
        raise Refused("That is your own code. Send it to me on the other platform.")
    found.asked_by = by.id
    return found, other


async def join(work: Work, link_id: int, *, by: Person) -> Person:
    """Make one person of two: what was `by`'s is the other's now, whose code it was.

    Raises:
        Refused: it was not asked for by this person, or too long ago.
    """
    link = await rows.by_id(work.session, work.workspace.id, link_id)
    if link is None or link.asked_by != by.id or link.used_at is not None or link.expires_at < work.now:
        raise Refused(
            "This code is no longer valid. Say {command} again where you got it.", command=Code("link")
        )
    keep = await people_rows.person(work.session, work.workspace.id, link.person_id)
    if keep is None:
        raise Refused(
            "This code is no longer valid. Say {command} again where you got it.", command=Code("link")
        )
    link.used_at = work.now
    work.actor = keep
    logins = await people_rows.accounts(work.session, [by.id])
    await _hand_over(work, by, keep)
    for one in logins:
        work.set(one, is_second=True)
    await introductions.replan(work, keep)
    await standups.replan(work, keep)
    await tell(work, keep, logins)
    return keep


async def refuse(work: Work, link_id: int, *, by: Person) -> None:
    """Let a code be worth nothing any more, for whoever was asked whether they are its owner."""
    link = await rows.by_id(work.session, work.workspace.id, link_id)
    if link is not None and link.asked_by == by.id and link.used_at is None:
        link.used_at = work.now


async def _hand_over(work: Work, gone: Person, keep: Person) -> None:
    for kind, columns in rows.HELD:
        for row in await rows.holding(work.session, kind, columns, gone.id):
            work.set(row, **{column: keep.id for column in columns if getattr(row, column) == gone.id})
    for kind, thing in rows.ONCE_EACH:
        await _hand_over_once(work, kind, thing, gone, keep)
    work.set(keep, is_admin=keep.is_admin or gone.is_admin)
    work.set(gone, gone_at=work.now, is_admin=False, next_at=None)


async def _hand_over_once(work: Work, kind: type[Base], thing: str, gone: Person, keep: Person) -> None:
    """Where both have one, the higher role and the other's row stay."""
    theirs = {
        getattr(row, thing): row for row in await rows.holding(work.session, kind, ("person_id",), keep.id)
    }
    for row in await rows.holding(work.session, kind, ("person_id",), gone.id):
        other = theirs.get(getattr(row, thing))
        if other is None:
            work.set(row, person_id=keep.id)
            continue
        if isinstance(row, Member) and rank(row.role) > rank(other.role):
            work.set(other, role=row.role)
        await work.remove(row)


async def tell(work: Work, keep: Person, joined: Sequence[Account]) -> None:
    """Say so where the code came from: whoever did not want that can part them again there."""
    new = {one.id for one in joined}
    for account in await people_rows.accounts(work.session, [keep.id]):
        if account.id in new:
            continue
        address = Address(account.external_id, is_person=True)
        language, zone = work.language_of(keep), await work.zone_of(keep)
        here = Here(account.installation_id, address, language, zone, keep.id)
        work.send(here, views.joined_elsewhere(joined), key="linked/{change}")


async def logins(work: Work, person: Person) -> Sequence[Account]:
    """Where somebody can be reached."""
    return await people_rows.accounts(work.session, [person.id])


async def part(work: Work, account_id: int, *, by: Person) -> Account:
    """Let one login be a person of its own again; all that was done stays with the other.

    Raises:
        NotFound: it is not theirs.
        Refused: it is the only one.
    """
    mine = await people_rows.accounts(work.session, [by.id])
    found = next((one for one in mine if one.id == account_id), None)
    if found is None:
        raise NotFound("That login is not yours.")
    if len(mine) == 1:
        raise Refused("This is your only login.")
    alone = await work.add(
        Person(
            workspace_id=work.workspace.id,
            name=by.name,
            zone=by.zone,
            language=by.language,
            created_at=work.now,
        )
    )
    work.set(found, person_id=alone.id, is_second=False)
    rest = [one for one in mine if one.id != account_id]
    if all(one.is_second for one in rest):
        work.set(rest[0], is_second=False)
    if by.via is found.platform:
        work.set(by, via=None)
    return found


async def write_via(work: Work, person: Person, name: str) -> Platform:
    """Write to somebody first on the platform of this name.

    Raises:
        Refused: there is no such platform, or they have no login there.
    """
    platform = PLATFORMS.get(name.strip().lower())
    if platform is None:
        raise Refused("“{name}” is no platform: Slack or Telegram.", name=name[:20])
    if platform not in {one.platform for one in await people_rows.accounts(work.session, [person.id])}:
        raise Refused(
            "I don't know you on {platform} yet. Say {command} to link it.",
            platform=views.NAMES[platform],
            command=Code("link"),
        )
    work.set(person, via=platform)
    return platform
