"""How fast one may call Slack, and what goes wrong when a test wants it to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil

from tests.stand_ins.slack_world import Refused


@dataclass(frozen=True, slots=True)
class Rate:
    """Calls a minute, and how many may come at once after a rest."""

    per_minute: float
    burst: int


# docs.slack.dev/apis/web-api/rate-limits: what a tier promises; the bursts are as generous as the real ones
TIERS = {1: Rate(1, 10), 2: Rate(20, 40), 3: Rate(50, 100), 4: Rate(100, 200)}
POSTS_IN_A_CHANNEL = Rate(60, 20)
POSTS_IN_A_WORKSPACE = Rate(600, 300)


@dataclass(slots=True)
class Bucket:
    rate: Rate
    left: float
    seen: float

    def take(self, now: float) -> float:
        """Seconds to wait; 0.0 when the call may go ahead, and then it is counted."""
        self.left = min(self.rate.burst, self.left + (now - self.seen) * self.rate.per_minute / 60)
        self.seen = now
        if self.left < 1:
            return (1 - self.left) * 60 / self.rate.per_minute
        self.left -= 1
        return 0.0


@dataclass(slots=True)
class Limits:
    clock: Callable[[], float]
    rates: dict[str, Rate] = field(default_factory=dict)
    buckets: dict[tuple[str, str], Bucket] = field(default_factory=dict)
    off: bool = False

    def set(self, method: str, *, per_minute: float, burst: int) -> None:
        """For `chat.postMessage` it holds in each channel."""
        self.rates[method] = Rate(per_minute, burst)
        self.buckets = {key: bucket for key, bucket in self.buckets.items() if key[0] != method}

    def take(self, method: str, tier: int, channel: str) -> None:
        """Counts the call, or refuses it with `ratelimited` and Retry-After."""
        if self.off:
            return
        if method == "chat.postMessage":
            self._take("chat.postMessage", channel, POSTS_IN_A_CHANNEL)
            self._take("every chat.postMessage", "", POSTS_IN_A_WORKSPACE)
        else:
            self._take(method, "", TIERS[tier])

    def _take(self, method: str, channel: str, usual: Rate) -> None:
        rate = self.rates.get(method, usual)
        now = self.clock()
        bucket = self.buckets.setdefault((method, channel), Bucket(rate, rate.burst, now))
        wait = bucket.take(now)
        if wait:
            raise rate_limited(ceil(wait))


def rate_limited(seconds: int) -> Refused:
    return Refused("ratelimited", status=429, retry_after=str(seconds))


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong once: what is None or False does not."""

    error: str | None = None
    status: int | None = None
    retry_after: int | None = None
    cut: bool = False
    delay: float = 0.0


@dataclass(slots=True)
class Faults:
    waiting: dict[str, list[Fault]] = field(default_factory=dict)

    def add(self, method: str, fault: Fault, times: int) -> None:
        self.waiting.setdefault(method, []).extend([fault] * times)

    def next(self, method: str) -> Fault:
        waiting = self.waiting.get(method)
        return waiting.pop(0) if waiting else Fault()
