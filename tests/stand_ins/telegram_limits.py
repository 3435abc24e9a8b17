"""How fast a bot may write: the figures of Telegram's FAQ for bots."""

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from tests.stand_ins.telegram_errors import too_many
from tests.stand_ins.telegram_world import Chat, ChatKind


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages and edits. The burst is our guess: the real one is not published."""

    per_chat_second: float = 1.0
    chat_burst: int = 5
    per_group_minute: int = 20
    overall_second: float = 30.0


@dataclass(slots=True)
class _Bucket:
    """`level` tokens at second `at`."""

    rate: float
    size: float
    level: float
    at: float

    def wait(self, now: float) -> float:
        """Seconds until one may be taken; 0.0 if now."""
        self.level = min(self.size, self.level + (now - self.at) * self.rate)
        self.at = now
        return max(0.0, (1.0 - self.level) / self.rate)


class Flood:
    """Counts what is sent; `ticks` are seconds of a steady clock. Without limits everything passes."""

    def __init__(self, limits: Limits | None, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self.limits = limits
        self._buckets: dict[object, _Bucket] = {}
        self._group_minute: defaultdict[int, list[float]] = defaultdict(list)

    def admit(self, chat: Chat) -> None:
        """Counts one message to this chat; refuses it with 429 when there were too many."""
        if self.limits is None:
            return
        now = self._ticks()
        chat_bucket = self._bucket(chat.id, self.limits.per_chat_second, self.limits.chat_burst, now)
        overall = self._bucket("overall", self.limits.overall_second, self.limits.overall_second, now)
        waits = [chat_bucket.wait(now), overall.wait(now), self._group_wait(chat, now)]
        if max(waits) > 0:
            raise too_many(max(1, math.ceil(max(waits))))
        chat_bucket.level -= 1
        overall.level -= 1
        self._group_minute[chat.id].append(now)

    def _bucket(self, key: object, rate: float, size: float, now: float) -> _Bucket:
        return self._buckets.setdefault(key, _Bucket(rate, size, size, now))

    def _group_wait(self, chat: Chat, now: float) -> float:
        if self.limits is None or chat.kind is ChatKind.PRIVATE:
            return 0.0
        recent = [at for at in self._group_minute[chat.id] if at > now - 60]
        self._group_minute[chat.id] = recent
        return recent[0] + 60 - now if len(recent) >= self.limits.per_group_minute else 0.0
