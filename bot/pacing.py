"""How fast a lane may send: token buckets, for the lane as a whole and for each chat.

Seconds are those of the event loop's clock and are handed in.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.outgoing import Address

MANY = 2000  # so many chats are remembered before the idle ones are forgotten


@dataclass(frozen=True, slots=True)
class Rate:
    """So many a second in the long run, and so many at once after a rest."""

    a_second: float
    at_once: int


@dataclass(frozen=True, slots=True)
class Limits:
    """What a platform bears; None is no limit."""

    lane: Rate | None = None
    person: Rate | None = None
    group: Rate | None = None


UNLIMITED = Limits()

# api.slack.com/apis/rate-limits: about one message a second in a channel, several hundred a minute
SLACK = Limits(lane=Rate(5, 20), person=Rate(1, 3), group=Rate(1, 3))

# core.telegram.org/bots/faq: about 30 a second, one a second in a chat, 20 a minute in a group
TELEGRAM = Limits(lane=Rate(25, 25), person=Rate(1, 3), group=Rate(18 / 60, 2))

BY_PLATFORM: Mapping[str, Limits] = {"slack": SLACK, "telegram": TELEGRAM}


class Bucket:
    """Tokens that come back with time."""

    def __init__(self, rate: Rate, now: float) -> None:
        """Full."""
        self._rate = rate
        self._tokens = float(rate.at_once)
        self._at = now

    def wait(self, now: float) -> float:
        """Seconds until there is a token."""
        self._fill(now)
        return max(0.0, (1 - self._tokens) / self._rate.a_second)

    def take(self, now: float) -> None:
        """Use a token up."""
        self._fill(now)
        self._tokens -= 1

    def is_full(self, now: float) -> bool:
        """True if it is as good as new."""
        self._fill(now)
        return self._tokens >= self._rate.at_once

    def _fill(self, now: float) -> None:
        gained = (now - self._at) * self._rate.a_second
        self._tokens = min(self._tokens + gained, float(self._rate.at_once))
        self._at = now


class Pace:
    """The buckets of one lane."""

    def __init__(self, limits: Limits, now: float) -> None:
        """All full."""
        self._limits = limits
        self._lane = Bucket(limits.lane, now) if limits.lane else None
        self._chats: dict[str, Bucket] = {}

    def take(self, address: Address, now: float) -> float:
        """0.0 if a message may leave now, which is counted; else the seconds to wait, and nothing is."""
        chat = self._chat(address, now)
        buckets = [one for one in (self._lane, chat) if one is not None]
        wait = max((one.wait(now) for one in buckets), default=0.0)
        if wait > 0:
            return wait
        for one in buckets:
            one.take(now)
        return 0.0

    def _chat(self, address: Address, now: float) -> Bucket | None:
        rate = self._limits.person if address.is_person else self._limits.group
        if rate is None or address.response_url:
            return None
        if len(self._chats) > MANY:
            self._chats = {chat: one for chat, one in self._chats.items() if not one.is_full(now)}
        return self._chats.setdefault(address.chat, Bucket(rate, now))
