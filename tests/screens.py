"""Renders the picture in the README: a part of the demo's transcript, as SVG without any font to fetch."""

import argparse
import asyncio
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from bot.adapters.console import ConsoleAdapter
from bot.clock import SetClock
from bot.connecting import Login
from bot.console import Screen
from bot.demo import Stage, play
from bot.demo_script import START, cast, week
from bot.logs import quieten
from bot.movable import movable_app
from storage.migrate import upgrade
from storage.words import Platform

PICTURE = Path(__file__).parents[1] / "docs" / "picture.svg"
COLUMNS = 84
HIGHLIGHTS = (
    "WEB-1 is blocked: waiting",
    "Noted.",
    "Ben, Li can't go on without you",
    "For you as lead of",
    "Beta, promised",
    "takes WEB-3",
    "Beta: Wed 11 Mar again",
)  # the chain, each link once: from the answer that becomes a blocker to the all-clear

THEME = TerminalTheme(
    (30, 33, 39),
    (214, 219, 226),
    [
        (30, 33, 39), (240, 113, 120), (126, 202, 142), (229, 192, 106),
        (116, 169, 247), (201, 148, 240), (97, 200, 206), (214, 219, 226),
    ],
    [
        (120, 128, 140), (255, 140, 140), (150, 220, 160), (240, 210, 130),
        (140, 190, 255), (220, 170, 255), (130, 215, 220), (255, 255, 255),
    ],
)  # fmt: skip
FORMAT = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">
<style>
.{unique_id}-matrix {{
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px;
  line-height: {line_height}px;
}}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


class Highlights(Screen):
    """Shows only what the picture is about, each of it once."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self._left = list(HIGHLIGHTS)

    def show(self, lines: Iterable[Text]) -> None:
        shown = list(lines)
        text = " ".join(" ".join(line.plain.split()) for line in shown)
        found = next((one for one in self._left if one in text), None)
        if found is not None:
            self._left.remove(found)
            super().show(shown)


async def transcript(url: str, language: str) -> Console:
    """Return a recording of what the picture shows."""
    clock = SetClock(START)
    console = ConsoleAdapter(clock, cast(language), session="")
    paper = Console(
        file=StringIO(), record=True, width=COLUMNS, force_terminal=True, color_system="truecolor"
    )
    async with movable_app(url, clock, [Login(Platform.CONSOLE, "console", console)]) as bot:
        await play(week(language), bot, console, Stage(console, Highlights(paper), paced=False))
    return paper


def main() -> None:
    """Write the picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=PICTURE)
    parser.add_argument("--language", default="en")
    asked = parser.parse_args()
    quieten()
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/demo.db"
        upgrade(url)
        paper = asyncio.run(transcript(url, asked.language))
    svg = paper.export_svg(title="Drumbeat", theme=THEME, code_format=FORMAT, unique_id="drumbeat")
    asked.output.write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
