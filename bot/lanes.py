"""One installation's way out: how fast it bears messages, and when it rests."""

import asyncio
import logging
from dataclasses import dataclass, field

from bot.outgoing import Busy, LaneDown, Receipt
from bot.pacing import Pace
from bot.receipts import Failed, backoff

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Lane:
    """One installation's way out."""

    installation_id: int
    pace: Pace
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)
    paused_until: float = 0.0  # by the loop's clock
    failures: int = 0
    is_refused: bool = False  # the platform does not take our token, as was told

    @property
    def lease(self) -> str:
        return f"lane/{self.installation_id}"

    def pause(self, now: float, seconds: float) -> None:
        self.paused_until = max(self.paused_until, now + seconds)

    def hear(self, receipt: Receipt | Failed, now: float) -> None:
        """Go slower where the platform asks for it, and not at all where nothing gets through."""
        match receipt:
            case Busy(retry_after, True):
                self.pause(now, retry_after)
            case LaneDown(why, _):
                self.give_up(now)
                log.warning("lane down", extra={"installation": self.installation_id, "why": why})
            case _:
                pass

    def give_up(self, now: float) -> None:
        """Nothing gets through: pause, and longer each time."""
        self.failures += 1
        self.pause(now, backoff(self.failures))
