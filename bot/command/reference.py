"""All commands as a page of documentation."""

from collections.abc import Iterable

from bot.command.spec import Spec


def reference(specs: Iterable[Spec]) -> str:
    """Return the page, a table for each group of commands."""
    known = tuple(specs)
    lines = ["# Commands", "", "Made from the commands themselves by `make docs`; not written by hand.", ""]
    for group in dict.fromkeys(spec.group for spec in known):
        lines += [
            f"## {group}",
            "",
            "| say | for | also | 简体 | 繁體 | who may |",
            "|---|---|---|---|---|---|",
        ]
        lines += [_row(spec) for spec in known if spec.group == group]
        lines.append("")
    return "\n".join(lines)


def _row(spec: Spec) -> str:
    also = ", ".join(f"`{word}`" for word in spec.words[1:])
    hans, hant = (" ".join(words) for words in (spec.spoken.hans, spec.spoken.hant))
    who = spec.role.value if spec.role else "everybody"
    return f"| `{spec.usage}` | {spec.summary} | {also} | {hans} | {hant} | {who} |".replace("  ", " ")
