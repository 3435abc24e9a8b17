"""Who holds a part that one process at a time may play, and whether they are still there."""

import os
import socket
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from storage import delivery as rows

LONGEST_HOST = 30
_NAMESPACE = Path("/proc/self/ns/pid")  # Linux: process ids mean something within it only


@dataclass(frozen=True, slots=True)
class Holder:
    """A process among those that share a database: its host, the space of its number, and the number."""

    host: str
    space: str
    number: int

    def __str__(self) -> str:
        return f"{self.host}/{self.space}/{self.number}"

    def has_outlived(self, other: str) -> bool:
        """Whether the other is a process of this host that is gone: killed, it could not let go."""
        host, _, rest = other.rpartition("/")
        if host != f"{self.host}/{self.space}" or not rest.isdigit():
            return False
        try:
            os.kill(int(rest), 0)  # asks, and does nothing
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
        return False


def this_process() -> Holder:
    """The process that runs this."""
    space = _NAMESPACE.stat().st_ino if _NAMESPACE.exists() else 0
    return Holder(socket.gethostname()[:LONGEST_HOST], str(space), os.getpid())


async def take(session: AsyncSession, name: str, holder: Holder, seconds: float) -> bool:
    """Take or prolong a lease, at once where its holder is known to be gone."""
    if await rows.take_lease(session, name, str(holder), seconds):
        return True
    known = await rows.lease_holder(session, name)
    if known is None or not holder.has_outlived(known):
        return False
    await rows.give_lease(session, name, known)
    return await rows.take_lease(session, name, str(holder), seconds)
