"""What a check found, as people see it."""

from collections.abc import Sequence

from bot.findings import Finding
from bot.message import Code, Line, Message, heading, item, note


def found(findings: Sequence[Finding]) -> Message:
    """Return a line for each finding, what is wrong first."""
    ordered = sorted(findings, key=lambda one: one.is_fine)
    more = note(
        "Tokens, scopes and webhooks are looked at by {command} on the server.",
        command=Code("drumbeat doctor"),
    )
    return Message((heading("How I am doing"), *(as_line(one) for one in ordered), more))


def as_line(one: Finding) -> Line:
    """Return a finding as one line."""
    if one.advice is None:
        return item(one.what, sign="✅")
    return item(one.what, one.advice, sign="⚠")
