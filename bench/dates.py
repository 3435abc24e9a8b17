"""How well and how fast dates are read: `python -m bench.dates --data FOLDER [--sentences] [--misses N]`.

The folder holds dev.jsonl and score.py; the project has no copy of them. Scored is what the words are
taken to mean: a question counts as its first option, the person's dates are month first, and "next
friday" is the nearest one. Aims, in sentences: core 93 % in English, 97 % in Simplified, 96 % in
Traditional characters; recurrences 85 % and 95 %; 97 % of messages without a date left alone; a message
under 1 ms, 0.3 ms at the median; 10,000 characters of anything under 20 ms.
"""

import json
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter_ns

from bench import hostile
from bot.when import Reading, Unclear, When, find_recurrence, find_when, read_when

ROUNDS = 5


def phrase(text: str, now: datetime, language: str) -> datetime | date | None:
    """Read a phrase, for score.py."""
    return _scored(read_when(text, _reading(now, language)))


def sentence(text: str, now: datetime, language: str) -> datetime | date | None:
    """Find the date in a sentence, for score.py."""
    found = find_when(text, _reading(now, language))
    return _scored(found.value) if found else None


def recurrence(text: str, now: datetime, language: str) -> str | None:
    """Find what comes again in a sentence, for score.py."""
    found = find_recurrence(text, _reading(now, language))
    return found.to_rrule() if found else None


def _reading(now: datetime, language: str) -> Reading:
    return Reading(now.replace(tzinfo=UTC), language, "mdy" if language == "en" else None, "nearest")


def _scored(value: When | Unclear | None) -> datetime | date | None:
    if isinstance(value, Unclear):
        value = value.options[0] if value.options else None
    if value is None:
        return None
    return value.day if value.at is None else datetime.combine(value.day, value.at)


def main() -> None:
    """Print the scores, then the speed, then the worst cases."""
    parser = ArgumentParser(description="Score the reading of dates, and measure it.")
    parser.add_argument("--data", type=Path, required=True, help="a folder with dev.jsonl and score.py")
    parser.add_argument("--sentences", action="store_true", help="score whole messages only")
    parser.add_argument("--misses", type=int, default=0, help="show so many of them")
    chosen = parser.parse_args()
    score(chosen.data, "sentence" if chosen.sentences else "phrase,sentence", chosen.misses)
    lines = (chosen.data / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    speed([json.loads(line) for line in lines if line.strip()])
    print()
    hostile.main()


def score(data: Path, mode: str, misses: int) -> None:
    """Let the folder's own script score the three functions above."""
    command = [sys.executable, str(data / "score.py"), "--cases", str(data / "dev.jsonl")]
    command += ["--mode", mode, "--path", "."]
    command += ["--engine", "bench.dates:phrase", "--sentence-engine", "bench.dates:sentence"]
    command += ["--recur-engine", "bench.dates:recurrence", "--show", str(misses)]
    subprocess.run(command, check=True)  # noqa: S603 - the caller named the script


def speed(cases: list[dict[str, str]]) -> None:
    """Print what messages take."""
    print("\nspeed, µs                                 median      99 %     worst")
    for name, read in FINDERS.items():
        took = sorted(_elapsed(partial(read, *_arguments(case))) for case in cases)
        print(f"{name:38} {median(took):9.0f} {took[len(took) * 99 // 100]:9.0f} {took[-1]:9.0f}")


def _arguments(case: dict[str, str]) -> tuple[str, datetime, str]:
    return case["sentence"], datetime.fromisoformat(case["now"]), case["lang"]


FINDERS: dict[str, Callable[[str, datetime, str], object]] = {
    "find a date": sentence,
    "find a recurrence": recurrence,
}


def _elapsed(read: Callable[[], object]) -> float:
    """Return the microseconds of one reading, the best of several: what else runs is not meant."""
    took: list[int] = []
    for _ in range(ROUNDS):
        begun = perf_counter_ns()
        read()
        took.append(perf_counter_ns() - begun)
    return min(took) / 1_000


if __name__ == "__main__":
    main()
