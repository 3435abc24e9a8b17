"""A file that came with words becomes a line that names it, which can be asked back and said again."""

from dataclasses import replace

from bot.command import Commands, Request, polite
from bot.incoming import Words
from bot.services import uploads
from storage.words import DayKind

BY_FILE = "calendar file"
UNMARKED = {
    "calendar": DayKind.OFF,
    BY_FILE: DayKind.OFF,
    "calendar off": DayKind.OFF,
    "calendar work": DayKind.WORK,
}


async def name_the_file(request: Request, commands: Commands) -> None:
    """Let the words say which file they mean: none at all, or a calendar's command alone, mean this one.

    Files under other words are left unread, as pictures under an answer are.
    """
    said = request.incoming.said
    if not isinstance(said, Words) or not said.files or request.incoming.was_edited:
        return
    text = polite(said.text)
    kind = _kind(text, commands)
    is_to_us = said.addressed or request.is_direct
    if kind is None or not (text or is_to_us):
        return
    line = BY_FILE
    if len(said.files) == 1:
        upload = await uploads.keep(request.work, request.here.installation_id, request.actor, said.files[0])
        line = f"{BY_FILE} {upload.id} {kind}"
    request.incoming = replace(request.incoming, said=replace(said, text=line, addressed=True))
    request.addressed = True


def _kind(text: str, commands: Commands) -> DayKind | None:
    """What the days of the file are that it does not mark itself; None where the words mean no file."""
    if not text:
        return DayKind.OFF
    found = commands.find(text)
    return UNMARKED.get(found[0].name) if found is not None and not found[1].strip() else None
