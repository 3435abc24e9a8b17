"""The command line."""

import argparse
import asyncio
import gc
import json
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import structlog
from starlette.routing import Route

from bot import config
from bot.adapters.slack_manifest import manifest
from bot.adapters.slack_trouble import SlackTrouble
from bot.adapters.telegram_api import TelegramTroubleError
from bot.app import App, running_app
from bot.arguments import parser
from bot.clock import WallClock
from bot.command.reference import reference
from bot.config import Settings, without_password
from bot.connecting import Share
from bot.errors import UserError, WrongSetting
from bot.handlers import all_commands
from bot.installations import first_admin_code
from bot.logs import quieten, write_logs
from bot.message import Code, Number, Value, counted, phrase
from bot.outgoing import Reader
from bot.sealing import Seals
from bot.services import day_files, exports, keys
from bot.views import installation
from bot.views.checkups import as_line
from bot.views.installation import listing, not_copied
from bot.views.installing import unreadable_tokens, where_the_key_is
from bot.web.health import Metrics, database_answers
from bot.web.server import WebServer
from bot.web.site import site
from bot.wording import language_of, shown, words
from storage import backups
from storage.backups import BackupRefused
from storage.database import DatabaseAway, sqlite_file
from storage.migrate import revisions, upgrade

COMMANDS_PAGE = Path("docs") / "commands.md"

WRONG_SETTING = 2
NOT_STARTED = 1
NOT_WELL = 1

log = structlog.get_logger("drumbeat")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked for; returns the exit code."""
    reader = _reader()
    asked = parser(reader).read(arguments)
    try:
        return _JOBS[asked.job](asked, reader)
    except UserError as wrong:
        print("\n".join(shown(one, reader).text for one in wrong.message.lines), file=sys.stderr)
        return WRONG_SETTING
    except BackupRefused as refused:
        _complain(not_copied(refused), reader)
        return WRONG_SETTING
    except DatabaseAway as away:
        _complain(
            phrase(
                "DATABASE_URL {url} can't be used ({why}): start the database, or correct the address.",
                url=without_password(away.url),
                why=away.why,
            ),
            reader,
        )
        return NOT_STARTED
    except FileExistsError as error:
        _complain(phrase("{file} is there already: name another file.", file=str(error.filename)), reader)
        return WRONG_SETTING
    except (SlackTrouble, TelegramTroubleError) as trouble:
        _complain(
            phrase("A platform refused us or can't be reached: {trouble}", trouble=str(trouble)), reader
        )
        return NOT_STARTED


def _reader() -> Reader:
    """Whoever types: in the first language of theirs that is one of ours, else in English."""
    known = (language_of(tag) for tag in config.languages())
    return Reader(next((one for one in known if one), "en"), now=WallClock().now())


def _say(told: Value, reader: Reader) -> None:
    print(words(told, reader))


def _complain(told: Value, reader: Reader) -> None:
    print(words(told, reader), file=sys.stderr)


def run(_asked: argparse.Namespace, reader: Reader) -> int:
    """Run until told to stop."""
    made = _platforms_set_up()
    if made.is_sqlite:
        upgrade(made.database_url, now=WallClock().now())
    else:
        _check_tables(made)
    asyncio.run(_until_stopped(made, Share.ALL, reader))
    return 0


def web(_asked: argparse.Namespace, reader: Reader) -> int:
    """Take in what comes by HTTP until told to stop."""
    return _apart(Share.WEB, reader)


def worker(_asked: argparse.Namespace, reader: Reader) -> int:
    """Deliver, do what is due, and hear sockets and polls until told to stop."""
    return _apart(Share.WORKER, reader)


def _apart(share: Share, reader: Reader) -> int:
    made = _platforms_set_up()
    if made.is_sqlite:
        raise WrongSetting(
            "`drumbeat {share}` needs PostgreSQL, which several processes can share: "
            "set DATABASE_URL to postgresql://user:password@host/name, or use `drumbeat run`.",
            share=share.value,
        )
    _check_tables(made)
    asyncio.run(_until_stopped(made, share, reader))
    return 0


def _platforms_set_up() -> Settings:
    made = config.settings()
    if not made.has_slack and not made.has_telegram:
        raise WrongSetting(
            "No platform is set up: set SLACK_BOT_TOKEN or TELEGRAM_BOT_TOKEN, or try `drumbeat console`."
        )
    return made


def _check_tables(made: Settings) -> None:
    current, newest = revisions(made.database_url)
    if current != newest:
        raise WrongSetting("The tables are not the newest ones: run `drumbeat migrate` first.")


async def _until_stopped(made: Settings, share: Share, reader: Reader) -> None:
    stop = asyncio.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(one, stop.set)
    write_logs(sys.stderr, level=made.log_level, layout=made.log_format)
    clock = WallClock()
    async with running_app(made, clock, share, reread=config.settings) as (app, routes):
        gc.freeze()  # what was made until now stays: collecting need not look through it again and again
        if share.acts and not made.admins:
            await _say_code(app, reader)
        if share is Share.WORKER:
            log.info("drumbeat is up", share=share.value)
            await stop.wait()
        else:
            await _serve(made, app, routes, stop)
        log.info("drumbeat stops", share=share.value)


async def _say_code(app: App, reader: Reader) -> None:
    code = await first_admin_code(app.database, app.clock)
    if code is not None:
        _complain(
            phrase("You are its first admin when you send the bot this code, once: {code}", code=code), reader
        )


async def _serve(made: Settings, app: App, routes: Sequence[Route], stop: asyncio.Event) -> None:
    """Answer HTTP until told to stop; requests that run then are finished."""
    measured = Metrics(app.database, app.clock)
    checks = {"database": database_answers(app.database)}
    server = WebServer(site(checks, measured.text, routes, app.away), made.host, made.port)
    await server.start()
    log.info("drumbeat is up", host=made.host, port=server.port)
    try:
        await stop.wait()
    finally:
        await server.stop()


def console(asked: argparse.Namespace, reader: Reader) -> int:
    """Talk in the terminal, on a database of its own."""
    from bot import playing  # noqa: PLC0415 - what only a terminal needs, `run` does not load

    upgrade(asked.database)
    playing.console(asked.database, reader.language)
    return 0


def play(asked: argparse.Namespace, _reader: Reader) -> int:
    """Play the demo."""
    from bot import playing  # noqa: PLC0415 - as above

    playing.play(asked.language)
    return 0


def migrate(_asked: argparse.Namespace, reader: Reader) -> int:
    """Bring the database to the newest tables."""
    changed = upgrade(config.settings().database_url, now=WallClock().now())
    now, before = phrase("The tables are up to date now."), phrase("The tables were up to date.")
    _say(now if changed else before, reader)
    return 0


def examine(_asked: argparse.Namespace, reader: Reader) -> int:
    """Look at settings, database, platforms and what waits; 1 if something is wrong."""
    from bot import doctor  # noqa: PLC0415 - as above

    made, clock = config.settings(), WallClock()
    quieten()
    known = doctor.tables(made)
    found = asyncio.run(doctor.examine(made, clock, known))
    print("\n".join(shown(as_line(one), reader).text for one in found))
    return 0 if all(one.is_fine for one in found) else NOT_WELL


def save(asked: argparse.Namespace, reader: Reader) -> int:
    """Copy the database."""
    made = config.settings()
    if not made.is_sqlite:
        where = without_password(made.database_url)
        order = f"pg_dump --format=custom --file={asked.file} '{where}'"
        _say(phrase("PostgreSQL brings its own: {order}", order=Code(phrase("{order}", order=order))), reader)
        return WRONG_SETTING
    size = backups.backup(sqlite_file(made.database_url), asked.file)
    _say(
        phrase(
            "{file} holds everything as of now, {size} KiB. Put back with `drumbeat restore`.",
            file=str(asked.file),
            size=Number(size // 1024),
        ),
        reader,
    )
    return 0


def put_back(asked: argparse.Namespace, reader: Reader) -> int:
    """Put a copy in the place of the database."""
    made = config.settings()
    if not made.is_sqlite:
        where = without_password(made.database_url)
        order = f"pg_restore --clean --if-exists --dbname='{where}' {asked.file}"
        _say(phrase("PostgreSQL brings its own: {order}", order=Code(phrase("{order}", order=order))), reader)
        return WRONG_SETTING
    database = sqlite_file(made.database_url)
    kept = database.with_name(f"{database.name}.before-restore-{WallClock().now():%Y%m%d-%H%M%S}")
    was_there = backups.restore(asked.file, database, kept_as=kept)
    places = {"file": str(database), "copy": str(asked.file)}
    told = phrase("{file} is as it was in {copy}.", **places)
    if was_there:
        told = phrase(
            "{file} is as it was in {copy}. What was there lies in {kept}.", **places, kept=str(kept)
        )
    _say(told, reader)
    return 0


def export(asked: argparse.Namespace, reader: Reader) -> int:
    """Write what is held of a person; 1 if nobody, or several, are called so."""
    made = config.settings()
    _check_tables(made)
    found = asyncio.run(exports.of_everybody_called(made.database_url, asked.person))
    if len(found) != 1:
        nobody = phrase("Nobody has that name or login: give the id of their login instead.")
        several = counted(
            "{n} person has that name or login: give the id of their login instead.",
            "{n} people have that name or login: give the id of their login instead.",
            len(found),
        )
        _complain(several if found else nobody, reader)
        return NOT_STARTED
    text = json.dumps(found[0], ensure_ascii=False, indent=2)
    if asked.file is None:
        print(text)
        return 0
    asked.file.touch(mode=0o600, exist_ok=False)  # never over another one
    asked.file.write_text(text + "\n", encoding="utf-8")
    held = phrase(
        "{file} holds what is kept of {person}. Give it to nobody else.",
        file=str(asked.file),
        person=asked.person,
    )
    _say(held, reader)
    return 0


def rotate_key(_asked: argparse.Namespace, reader: Reader) -> int:
    """Put the sealed tokens under the newest key; 1 if one can't be read with any."""
    made = config.settings()
    if not made.secret_key:
        raise WrongSetting("SECRET_KEY is missing: set the new key, a comma, and the old one.")
    _check_tables(made)
    renewed = asyncio.run(keys.renew(made.database_url, Seals(made.secret_key)))
    told = counted(
        "{n} token is under the newest key now.", "{n} tokens are under the newest key now.", renewed.number
    )
    _say(told, reader)
    if renewed.unreadable:
        _complain(unreadable_tokens(renewed.unreadable), reader)
        _complain(where_the_key_is(), reader)
        return NOT_WELL
    _say(phrase("The older keys are not needed any more: leave them out of SECRET_KEY."), reader)
    return 0


def take_days(asked: argparse.Namespace, reader: Reader) -> int:
    """Give a project its own days from a file."""
    made = config.settings()
    _check_tables(made)
    try:
        with asked.file.open("rb") as file:
            data = file.read(day_files.MOST_BYTES + 1)
    except OSError as error:
        raise WrongSetting("{file} can't be read.", file=str(asked.file)) from error
    taken = asyncio.run(day_files.take(made.database_url, asked.project, data, WallClock().now()))
    print("\n".join(shown(one, reader).text for one in installation.taken(*taken)))
    return 0


def list_settings(_asked: argparse.Namespace, reader: Reader) -> int:
    """List the settings."""
    print("\n".join(shown(one, reader).text for one in listing(config.settings())))
    return 0


def print_manifest(asked: argparse.Namespace, _reader: Reader) -> int:
    """Print the Slack app's manifest."""
    oauth = asked.oauth or (asked.url if asked.org else None)
    if asked.org and not oauth:
        raise WrongSetting(
            "Where do workspaces install it? Say {option}.",
            option=Code("--oauth https://drumbeat.example.org"),
        )
    print(
        manifest(
            asked.url,
            asked.command,
            oauth=oauth,
            is_for_orgs=asked.org,
            language=asked.language,
            read_threads=asked.read_threads,
        )
    )
    return 0


def docs(asked: argparse.Namespace, reader: Reader) -> int:
    """Write the page of commands, or say that it is out of date."""
    page = reference(all_commands().specs.values())
    if not asked.check:
        COMMANDS_PAGE.write_text(page, encoding="utf-8")
        return 0
    if COMMANDS_PAGE.exists() and COMMANDS_PAGE.read_text(encoding="utf-8") == page:
        return 0
    late = phrase("{page} is out of date. Run `make docs` and commit it.", page=str(COMMANDS_PAGE))
    _complain(late, reader)
    return 1


_JOBS: Mapping[str, Callable[[argparse.Namespace, Reader], int]] = {
    "run": run,
    "web": web,
    "worker": worker,
    "console": console,
    "demo": play,
    "migrate": migrate,
    "doctor": examine,
    "backup": save,
    "restore": put_back,
    "export": export,
    "rotate-key": rotate_key,
    "config": list_settings,
    "days": take_days,
    "manifest": print_manifest,
    "docs": docs,
}
