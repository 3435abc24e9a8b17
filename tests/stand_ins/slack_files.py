"""Files that people share: looked up through the Web API, and read from their own address with the token."""

from collections.abc import Mapping
from dataclasses import replace

from aiohttp import web

from tests.stand_ins.block_kit import Json
from tests.stand_ins.slack_methods import Api, Method, needs, required
from tests.stand_ins.slack_pace import Faults
from tests.stand_ins.slack_world import Refused, SharedFile, World

FILE = "file"  # the name of a file's own address in faults


def share(world: World, channel: str, file: SharedFile) -> SharedFile:
    """Put a file into a channel; it has an id afterwards."""
    shared = replace(file, id=world.new_id("F"), channel=channel)
    world.files[shared.id] = shared
    return shared


def files_info(api: Api, arguments: Json) -> Json:
    """Of files in conversations that the bot is in."""
    needs(api, "files:read")
    file = api.world.files.get(required(arguments, "file"))
    if file is None or api.world.bot.id not in api.world.channels[file.channel].members:
        raise Refused("file_not_found")
    return {"file": file.as_json(api.world)}


FILE_METHODS: Mapping[str, tuple[int, Method]] = {"files.info": (4, files_info)}


async def read_file(request: web.Request, worlds: Mapping[str, World], faults: Faults) -> web.Response:
    """With a token that may read files its content; without, the way to the page where people log in.

    `worlds` are the workspaces by their bots' tokens.
    """
    fault = faults.next(FILE)
    if fault.status is not None:
        return web.Response(status=fault.status)
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    world = worlds.get(token)
    file = world.files.get(request.match_info["file"]) if world is not None else None
    if world is None or "files:read" not in world.scopes:
        if "download" in request.path:
            return web.Response(status=302, headers={"Location": f"/?redir={request.path}"})
        return web.Response(text="<!DOCTYPE html><title>Log in</title>", content_type="text/html")
    if file is None:
        return web.Response(status=404, text="File not found")
    return web.Response(body=file.content, content_type=file.media)
