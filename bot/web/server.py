"""uvicorn inside our own event loop, stopped by us and not by signals."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from bot.errors import UserError

FINISH_SECONDS = 5  # requests that run when we stop have so long


class PortTaken(UserError):
    """Said to whoever starts it: which address could not be listened on, and what to do."""


class _Server(uvicorn.Server):
    """Leaves signals alone: uvicorn raises them again, and then nothing after `serve()` would run."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()


class WebServer:
    """Serves an application on one address."""

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        """Prepare; port 0 takes any that is free."""
        config = uvicorn.Config(
            app,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=FINISH_SECONDS,
        )
        self._server = _Server(config)
        self._host = host
        self._wanted = port
        self._serving: asyncio.Task[None] | None = None
        self.port = port

    async def start(self) -> None:
        """Listen; `port` then holds the real one.

        Raises:
            PortTaken: somebody else listens there, or the address is not ours.
        """
        listening = self._listening()
        self.port = int(listening.getsockname()[1])
        self._serving = asyncio.create_task(self._server.serve([listening]), name="web")
        up = asyncio.create_task(self._server.up.wait())
        await asyncio.wait({up, self._serving}, return_when=asyncio.FIRST_COMPLETED)
        if not up.done():
            up.cancel()
            await self._serving  # raises why

    async def stop(self) -> None:
        """Take no more requests and finish those that run."""
        if self._serving is None:
            return
        self._server.should_exit = True
        await self._serving

    def _listening(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((self._host, self._wanted))
        except OSError as error:
            listening.close()
            raise PortTaken(
                "HOST {host} and PORT {port} can't be listened on ({why}): "
                "set another PORT, or stop what listens there.",
                host=self._host,
                port=self._wanted,
                why=error.strerror or "",
            ) from error
        return listening
