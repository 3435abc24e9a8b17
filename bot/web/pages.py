"""A message as a page for a browser: no script, nothing from elsewhere, nothing kept."""

import base64
import hashlib
from html import escape

from starlette.responses import HTMLResponse

from bot.message import Button, Kind, Line, Message
from bot.outgoing import Reader
from bot.wording import Run, Weight, language_of, shown, words

STYLE = """
:root { color-scheme: light dark; --ink: #1d2733; --soft: #5b6876; --paper: #f6f7f9; --sheet: #fff;
  --line: #dfe4ea; --deep: #1d3557; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf2; --soft: #9aa7b4; --paper: #12181f;
  --sheet: #1a222b; --line: #2c3743; --deep: #a8c5e8; } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--paper);
  color: var(--ink); font: 17px/1.55 system-ui, "PingFang SC", "PingFang TC", "Microsoft YaHei",
  "Microsoft JhengHei", "Noto Sans CJK SC", sans-serif; }
main { box-sizing: border-box; width: min(34rem, calc(100vw - 2rem)); margin: 1rem; padding: 2rem 2.25rem;
  background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; }
.name { margin: 0 0 1.5rem; color: var(--soft); font-size: .875rem; letter-spacing: .02em; }
h1 { margin: 0 0 .75rem; font-size: 1.5rem; line-height: 1.25; }
p { margin: 0 0 .75rem; overflow-wrap: anywhere; }
.note { color: var(--soft); font-size: .9375rem; }
code { font: .9em ui-monospace, Menlo, Consolas, monospace; }
a { display: inline-block; margin: .75rem .75rem 0 0; padding: .5rem 1.1rem; border-radius: 8px;
  background: var(--deep); color: var(--sheet); text-decoration: none; font-weight: 600; }
"""
_OF_STYLE = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_OF_STYLE}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def page(message: Message, language: str, status: int = 200) -> HTMLResponse:
    """Return a message as a page of its own, in a language of ours."""
    reader = Reader(language)
    title = words(message.lines[0].parts[0], reader)
    body = "".join([*(_line(one, reader) for one in message.lines), *_links(message.buttons, reader)])
    text = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f'<body><main><p class="name">Drumbeat</p>{body}</main></body></html>'
    )
    return HTMLResponse(text, status, HEADERS)


def browser_language(accepted: str) -> str:
    """Return the language of ours that a browser likes best, of its Accept-Language."""
    wanted: list[tuple[float, str]] = []
    for entry in accepted.split(","):
        tag, _, weight = entry.partition(";")
        language = language_of(tag.strip())
        if language:
            wanted.append((_quality(weight), language))
    return max(wanted, key=lambda one: one[0], default=(1.0, "en"))[1]


def _quality(weight: str) -> float:
    """How much a language is liked, 0 to 1; what can't be read counts as not at all."""
    if not weight.strip():
        return 1.0
    try:
        return float(weight.strip().removeprefix("q="))
    except ValueError:
        return 0.0


def _line(line: Line, reader: Reader) -> str:
    found = shown(line, reader)
    text = "".join(_run(one) for one in found.runs)
    match found.kind:
        case Kind.HEADING:
            return f"<h1>{text}</h1>"
        case Kind.NOTE:
            return f'<p class="note">{text}</p>'
        case Kind.TEXT | Kind.ITEM:
            return f"<p>{text}</p>"


def _run(run: Run) -> str:
    text = escape(run.text)
    match run.weight:
        case Weight.BOLD:
            return f"<strong>{text}</strong>"
        case Weight.CODE:
            return f"<code>{text}</code>"
        case Weight.PLAIN | Weight.SAID | Weight.MENTION | Weight.LINK:
            return text


def _links(buttons: tuple[Button, ...], reader: Reader) -> list[str]:
    return [f'<a href="{escape(one.url)}">{escape(words(one.label, reader))}</a>' for one in buttons]
