"""The HTTP application: is it alive, is it ready, how is it doing, and the webhooks."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

Check = Callable[[], Awaitable[bool]]

LARGEST_BODY = 1 << 20  # bytes; the platforms send a few KiB
CHECK_SECONDS = 2.0  # a part that answers later is as good as away


def site(
    checks: Mapping[str, Check],
    metrics: Callable[[], Awaitable[bytes]],
    routes: Sequence[BaseRoute] = (),
    away: Callable[[], Mapping[str, str]] = dict,
) -> Starlette:
    """Return the application. Ready is who passes all checks; `metrics` is in Prometheus' text format.

    `away` are the platforms that did not let us in, and why: that is said, but the others need us ready.
    """

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def readyz(_request: Request) -> Response:
        passed = await asyncio.gather(*(_passes(check) for check in checks.values()))
        failing = [name for name, is_fine in zip(checks, passed, strict=True) if not is_fine]
        if failing:
            return JSONResponse({"status": "not ready", "failing": failing}, 503)
        not_connected = away()
        told = {"not connected": dict(not_connected)} if not_connected else {}
        return JSONResponse({"status": "ready", **told})

    async def measured(_request: Request) -> Response:
        return Response(await metrics(), headers={"content-type": CONTENT_TYPE_LATEST})

    own = [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", measured)]
    return Starlette(routes=[*own, *routes], max_body_size=LARGEST_BODY)


async def _passes(check: Check) -> bool:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            return await check()
    except TimeoutError:
        return False
