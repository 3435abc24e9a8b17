"""What follows from what a unit of work changed, whichever command or duty it was, and from undoing it."""

from bot.services import clearing, escalations, reminders, rosters, runs, standups
from bot.work import Work


async def follow(work: Work) -> None:
    """Bring up to date what depends on what was changed; called once, before the unit ends."""
    if not work.has_changes:
        return
    await work.session.flush()
    await standups.follow(work)
    await reminders.follow(work)
    await runs.follow(work)
    await rosters.follow(work)
    await escalations.keep_up(work)
    await clearing.keep_up(work)
