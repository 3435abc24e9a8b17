"""How long the ways in from Telegram wait after a failure."""

import asyncio

FIRST_PAUSE = 1.0  # seconds after a failure, doubled with each further one
LONGEST_PAUSE = 30.0


def pause(first: float, failures: int) -> float:
    """Seconds to wait after so many failures."""
    return min(LONGEST_PAUSE, first * 2.0 ** min(failures - 1, 10))


async def until(event: asyncio.Event, wait: float) -> None:
    """Wait so many seconds, or until it happens."""
    try:
        async with asyncio.timeout(wait):
            await event.wait()
    except TimeoutError:
        return
