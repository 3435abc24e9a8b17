"""Drumbeat as processes of its own, with nothing of this machine's settings."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0  # seconds; a busy machine is no broken promise


@dataclass(slots=True)
class Process:
    """One that runs, and what it has written so far."""

    inner: asyncio.subprocess.Process
    port: int
    written: list[str] = field(default_factory=list)
    grown: asyncio.Condition = field(default_factory=asyncio.Condition)
    has_ended: bool = False

    async def says(self, words: str) -> None:
        """Wait until it has written a line with these words."""
        async with asyncio.timeout(PATIENCE), self.grown:
            await self.grown.wait_for(lambda: self.has_ended or any(words in one for one in self.written))
        assert any(words in one for one in self.written), self.written

    async def stops(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Tell it to stop; returns its exit code."""
        self.inner.send_signal(how)
        async with asyncio.timeout(PATIENCE):
            return await self.inner.wait()

    async def is_ready(self) -> bool:
        """What its /readyz says."""
        async with httpx.AsyncClient(trust_env=False) as client:
            return (await client.get(f"http://127.0.0.1:{self.port}/readyz")).is_success

    async def read(self) -> None:
        """Keep what it writes, until it ends."""
        assert self.inner.stderr is not None
        async for line in self.inner.stderr:
            async with self.grown:
                self.written.append(line.decode())
                self.grown.notify_all()
        async with self.grown:
            self.has_ended = True
            self.grown.notify_all()


def environment(database_url: str, more: Mapping[str, str], folder: Path) -> dict[str, str]:
    """What such a process finds: a path, a database, and no .env."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return {
        **kept,
        "LANG": "C.UTF-8",
        "HOME": str(folder),
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": database_url,
        "LOG_FORMAT": "json",
        **more,
    }


@asynccontextmanager
async def drumbeat(job: str, database_url: str, folder: Path, **more: str) -> AsyncIterator[Process]:
    """Run `drumbeat <job>` until it is up; what is left of it is killed at the end."""
    port = free_port()
    inner = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        job,
        cwd=folder,
        env=environment(database_url, {"PORT": str(port), **more}, folder),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    process = Process(inner, port)
    reading = asyncio.create_task(process.read())
    try:
        await process.says("drumbeat is up")
        yield process
    finally:
        if inner.returncode is None:
            inner.kill()
        await inner.wait()
        await reading


async def ended(job: str, database_url: str, folder: Path, **more: str) -> tuple[int, str]:
    """Run `drumbeat <job>` to its end; returns its exit code and what it wrote on both streams."""
    inner = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *job.split(),
        cwd=folder,
        env=environment(database_url, more, folder),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(PATIENCE):
        written, _ = await inner.communicate()
    return inner.returncode or 0, written.decode()


async def ended_unread(job: str, database_url: str, folder: Path) -> tuple[int, str]:
    """Run `drumbeat <job>` with nobody reading on; returns its exit code and what it complains of."""
    reads, writes = os.pipe()
    os.close(reads)
    try:
        inner = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *job.split(),
            cwd=folder,
            env=environment(database_url, {}, folder),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=writes,
            stderr=asyncio.subprocess.PIPE,
        )
    finally:
        os.close(writes)
    async with asyncio.timeout(PATIENCE):
        _, complaint = await inner.communicate()
    return inner.returncode or 0, complaint.decode()


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
