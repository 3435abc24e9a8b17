"""What is said when a workspace installs the app: in chat, and in the browser."""

from collections.abc import Sequence

from bot.message import (
    Bold,
    Code,
    Listed,
    Message,
    Phrase,
    button,
    counted,
    heading,
    line,
    link_button,
    note,
    phrase,
)

NAMED = 5


def installed(name: str) -> Message:
    """Return what whoever installed the app is told, in their direct messages."""
    hello = line("I'm in {name} now, and you administer me here.", name=Bold(name))
    first = line("Put me into a channel of yours: there one button sets up a project.")
    how = note("In the channel: {command}", command=Code("/invite @drumbeat"))
    return Message((hello, first, how), (button("Help", "help"),))


def installed_again(name: str) -> Message:
    """Return what whoever installed the app is told where it was before."""
    back = line("I'm in {name} again, with everything that was here.", name=Bold(name))
    return Message((back,), (button("Help", "help"),))


def page_installed(name: str, address: str) -> Message:
    """Return the page at the end; `address` leads into the workspace."""
    lines = (
        heading("Drumbeat is in {name}", name=name),
        line("I have written to you there: what comes next is in your direct messages."),
    )
    return Message(lines, (link_button("Open Slack", address),))


def page_installed_for_all(name: str) -> Message:
    """Return the page at the end, for an organisation."""
    return Message(
        (
            heading("Drumbeat may work in {name}", name=name),
            line(
                "It begins in each workspace that you add it to, in the administration of your organisation."
            ),
        )
    )


def page_denied(again: str) -> Message:
    """Return the page for whoever did not allow it after all."""
    lines = (
        heading("Nothing was installed"),
        line("You said no, and nothing has changed in your workspace."),
    )
    return Message(lines, (link_button("Install it after all", again),))


def page_stale(again: str) -> Message:
    """Return the page for an installation that was begun elsewhere, too long ago, or is over already."""
    lines = (
        heading("This installation can't go on"),
        line("It was begun in another browser or more than ten minutes ago, or it is done already."),
        line("Nothing was changed."),
    )
    return Message(lines, (link_button("Begin again", again),))


def page_refused(why: str, again: str) -> Message:
    """Return the page where the platform gave no token; `why` is its own word."""
    lines = (
        heading("Slack did not let me in"),
        line("It says: {why}. Nothing was changed.", why=Code(why)),
        note("If it says so again, whoever runs Drumbeat finds it in its log."),
    )
    return Message(lines, (link_button("Begin again", again),))


def page_unreached(again: str) -> Message:
    """Return the page where the platform, or our own database, did not answer."""
    lines = (heading("That took too long"), line("I did not hear from Slack in time. Nothing was changed."))
    return Message(lines, (link_button("Begin again", again),))


def unreadable_tokens(names: Sequence[str]) -> Phrase:
    """Return that some tokens can't be opened, for whoever runs it."""
    return counted(
        "{n} token can't be read with any key of SECRET_KEY: {names}.",
        "{n} tokens can't be read with any key of SECRET_KEY: {names}.",
        len(names),
        names=Listed(tuple(names[:NAMED])),
    )


def where_the_key_is() -> Phrase:
    """Return what to do about it."""
    return phrase("Put the key that they were sealed with behind the others, or let them install me again.")
