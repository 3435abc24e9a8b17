"""The keys of projects: read from what starts one, made from its name, and what is said of a taken one."""

import re

from bot.command import Request
from bot.errors import Refused
from bot.message import Button, Code, button, phrase
from bot.work import Work
from storage import projects as rows
from storage.models import Project
from storage.words import Role

KEY = re.compile(r"[A-Z][A-Z0-9]{1,9}")
KEY_LETTERS = 3  # of a key made from a name

_KEY_WORD = r"(?:key|代号|代號)\s*[:：]?\s*"
_AT_END = re.compile(rf"\s+{_KEY_WORD}(\S+)\s*$", re.IGNORECASE)


def named(text: str) -> tuple[str, str | None]:
    """Return the name and the key that `"Web shop" key WEB` gives; no key is None."""
    found = _AT_END.search(text)
    name = text[: found.start()] if found else text
    return name.strip().strip("\"“”'「」").strip() or text, found[1] if found else None


def checked(key: str) -> str:
    """Return a key as it is kept.

    Raises:
        Refused: it is none.
    """
    if KEY.fullmatch(key.upper()) is None:
        raise Refused(
            "A key has 2 to 10 letters and digits, such as {example}.", example=Code("WEB"), field="key"
        )
    return key.upper()


async def free(work: Work, name: str) -> str:
    """A key that nothing has yet, made from a name or from another key."""
    letters = re.sub(r"[^A-Z0-9]", "", name.upper()).lstrip("0123456789") or "PROJECT"
    base = letters[:KEY_LETTERS] if len(letters) >= 2 else f"{letters}P"  # noqa: PLR2004 - a key has two at least
    taken = {one.key for one in await rows.all_of(work.session, work.workspace.id)}
    tries = (base, letters[: KEY_LETTERS + 1], *(f"{base}{n}" for n in range(2, 1000)))
    return next(one for one in tries if one not in taken)


async def must_be_free(request: Request, key: str) -> None:
    """Refuse a key that another project has, and offer what was perhaps meant.

    Raises:
        Refused: it is taken.
    """
    work = request.work
    other = await rows.by_key(work.session, work.workspace.id, key)
    if other is None:
        return
    another = await free(work, key)
    anew = re.sub(rf"({_KEY_WORD}){re.escape(key)}\b", rf"\g<1>{another}", request.line, flags=re.IGNORECASE)
    choices = [(phrase("Start it as {key}", key=another), anew)] if anew != request.line else []
    text = "{key} is taken. Choose another key."
    raise Refused(text, *await _bind(request, other), choices=choices, key=other.key, field="key")


async def _bind(request: Request, project: Project) -> list[Button]:
    """The project that has the key may be what shall live here, for whoever may say so."""
    if request.is_direct:
        return []
    if not await _leads(request, project):
        return []
    return [button("Let {project} live here", f"project bind {project.key}", project=project.name)]


async def _leads(request: Request, project: Project) -> bool:
    member = await rows.member(request.work.session, project.id, request.actor.id)
    if member is not None and member.role is Role.LEAD:
        return True
    return request.actor.is_admin and not await rows.are_private(request.work.session, [project.id])
