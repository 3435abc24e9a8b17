"""The command line."""

import argparse
import asyncio
import json
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import structlog
from starlette.routing import Route

from bot.adapters.slack_api import SlackTrouble
from bot.adapters.slack_manifest import manifest
from bot.adapters.telegram_api import TelegramTroubleError
from bot.app import App, first_admin_code, running_app
from bot.clock import WallClock
from bot.command.reference import reference
from bot.config import Settings, WrongSetting, listing, settings, without_password
from bot.handlers import all_commands
from bot.logs import quieten, write_logs
from bot.platforms import Share
from bot.services import exports
from bot.web.health import Metrics, database_answers
from bot.web.server import PortTaken, WebServer
from bot.web.site import site
from bot.wording import LANGUAGES
from storage import backups
from storage.backups import BackupRefused
from storage.database import DatabaseAway, sqlite_file
from storage.migrate import revisions, upgrade

COMMANDS_PAGE = Path("docs") / "commands.md"
CONSOLE_DATABASE = "sqlite:///drumbeat-console.db"

WRONG_SETTING = 2
NOT_STARTED = 1
NOT_WELL = 1

log = structlog.get_logger("drumbeat")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked for; returns the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        return _JOBS[asked.job](asked)
    except (WrongSetting, PortTaken, BackupRefused) as wrong:
        print(wrong, file=sys.stderr)
        return WRONG_SETTING
    except DatabaseAway as away:
        print(
            f"DATABASE_URL {without_password(away.url)} can't be used ({away.why}): "
            "start the database, or correct the address.",
            file=sys.stderr,
        )
        return NOT_STARTED
    except FileExistsError as error:
        print(f"{error.filename} is there already: name another file.", file=sys.stderr)
        return WRONG_SETTING
    except (SlackTrouble, TelegramTroubleError) as trouble:
        print(f"A platform refused us or can't be reached: {trouble}", file=sys.stderr)
        return NOT_STARTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="drumbeat", description="The project manager's right hand in chat.")
    jobs = parser.add_subparsers(dest="job", required=True)
    jobs.add_parser("run", help="run it on the platforms that are set up")
    jobs.add_parser("web", help="run only what comes by HTTP; needs PostgreSQL and a worker beside it")
    jobs.add_parser("worker", help="run all but HTTP: sockets, polling, delivery, what is due")
    console = jobs.add_parser("console", help="talk to it here in the terminal")
    console.add_argument("--database", default=CONSOLE_DATABASE, help="where its data lies")
    played = jobs.add_parser("demo", help="watch a week of a small project")
    played.add_argument("--language", default="en", choices=LANGUAGES)
    jobs.add_parser("migrate", help="bring the database to the newest tables")
    saved = jobs.add_parser("backup", help="copy the SQLite database while it runs")
    saved.add_argument("file", type=Path, help="where the copy shall lie")
    put_back = jobs.add_parser("restore", help="put a copy in the place of the SQLite database")
    put_back.add_argument("file", type=Path, help="the copy")
    told = jobs.add_parser("export", help="write all that is held of a person, as JSON")
    told.add_argument("person", help="their name, handle or id on their platform")
    told.add_argument("--file", type=Path, help="where it shall lie; without, it is printed")
    jobs.add_parser("doctor", help="look whether everything is well, and say what to do")
    jobs.add_parser("config", help="list all settings")
    printed = jobs.add_parser("manifest", help="print the manifest of the Slack app")
    printed.add_argument("--url", help="your public address, for HTTP instead of Socket Mode")
    printed.add_argument("--command", default="pm", help="the slash command")
    printed.add_argument("--language", default="en", choices=LANGUAGES, help="of Slack's own menus")
    printed.add_argument("--read-threads", action="store_true", help="hear replies in its threads as well")
    docs = jobs.add_parser("docs", help="write docs/commands.md from the commands")
    docs.add_argument("--check", action="store_true", help="only say whether it is up to date")
    return parser


def run(_asked: argparse.Namespace) -> int:
    """Run until told to stop."""
    made = _platforms_set_up()
    if made.is_sqlite:
        upgrade(made.database_url, now=WallClock().now())
    else:
        _check_tables(made)
    asyncio.run(_until_stopped(made, Share.ALL))
    return 0


def web(_asked: argparse.Namespace) -> int:
    """Take in what comes by HTTP until told to stop."""
    return _apart(Share.WEB)


def worker(_asked: argparse.Namespace) -> int:
    """Deliver, do what is due, and hear sockets and polls until told to stop."""
    return _apart(Share.WORKER)


def _apart(share: Share) -> int:
    made = _platforms_set_up()
    if made.is_sqlite:
        raise WrongSetting(
            f"`drumbeat {share}` needs PostgreSQL, which several processes can share: "
            "set DATABASE_URL to postgresql://user:password@host/name, or use `drumbeat run`."
        )
    _check_tables(made)
    asyncio.run(_until_stopped(made, share))
    return 0


def _platforms_set_up() -> Settings:
    made = settings()
    if not made.has_slack and not made.has_telegram:
        raise WrongSetting(
            "No platform is set up: set SLACK_BOT_TOKEN or TELEGRAM_BOT_TOKEN, or try `drumbeat console`."
        )
    return made


def _check_tables(made: Settings) -> None:
    current, newest = revisions(made.database_url)
    if current != newest:
        raise WrongSetting("The tables are not the newest ones: run `drumbeat migrate` first.")


async def _until_stopped(made: Settings, share: Share) -> None:
    stop = asyncio.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(one, stop.set)
    write_logs(sys.stderr, level=made.log_level, layout=made.log_format)
    clock = WallClock()
    async with running_app(made, clock, share) as (app, routes):
        if share.acts:
            await _say_code(app, clock)
        if share is Share.WORKER:
            log.info("drumbeat is up", share=share.value)
            await stop.wait()
        else:
            await _serve(made, app, routes, stop)
        log.info("drumbeat stops", share=share.value)


async def _say_code(app: App, clock: WallClock) -> None:
    code = await first_admin_code(app.database, clock)
    if code is not None:
        print(f"You are its first admin when you send the bot this code, once: {code}", file=sys.stderr)


async def _serve(made: Settings, app: App, routes: Sequence[Route], stop: asyncio.Event) -> None:
    """Answer HTTP until told to stop; requests that run then are finished."""
    measured = Metrics(app.database, app.clock)
    checks = {"database": database_answers(app.database)}
    server = WebServer(site(checks, measured.text, routes), made.host, made.port)
    await server.start()
    log.info("drumbeat is up", host=made.host, port=server.port)
    try:
        await stop.wait()
    finally:
        await server.stop()


def console(asked: argparse.Namespace) -> int:
    """Talk in the terminal, on a database of its own."""
    from bot import playing  # noqa: PLC0415 - what only a terminal needs, `run` does not load

    upgrade(asked.database)
    playing.console(asked.database)
    return 0


def play(asked: argparse.Namespace) -> int:
    """Play the demo."""
    from bot import playing  # noqa: PLC0415 - as above

    playing.play(asked.language)
    return 0


def migrate(_asked: argparse.Namespace) -> int:
    """Bring the database to the newest tables."""
    changed = upgrade(settings().database_url, now=WallClock().now())
    print("The tables are up to date now." if changed else "The tables were up to date.")
    return 0


def examine(_asked: argparse.Namespace) -> int:
    """Look at settings, database, platforms and what waits; 1 if something is wrong."""
    from bot import doctor  # noqa: PLC0415 - as above

    made, clock = settings(), WallClock()
    quieten()
    known = doctor.tables(made)
    found = asyncio.run(doctor.examine(made, clock, known))
    print("\n".join(doctor.lines(found, clock)))
    return 0 if all(one.is_fine for one in found) else NOT_WELL


def save(asked: argparse.Namespace) -> int:
    """Copy the database."""
    made = settings()
    if not made.is_sqlite:
        where = without_password(made.database_url)
        print(f"PostgreSQL brings its own: pg_dump --format=custom --file={asked.file} '{where}'")
        return WRONG_SETTING
    size = backups.backup(sqlite_file(made.database_url), asked.file)
    print(f"{asked.file} holds everything as of now, {size // 1024} KiB. Put back with `drumbeat restore`.")
    return 0


def put_back(asked: argparse.Namespace) -> int:
    """Put a copy in the place of the database."""
    made = settings()
    if not made.is_sqlite:
        where = without_password(made.database_url)
        print(f"PostgreSQL brings its own: pg_restore --clean --if-exists --dbname='{where}' {asked.file}")
        return WRONG_SETTING
    database = sqlite_file(made.database_url)
    kept = database.with_name(f"{database.name}.before-restore-{WallClock().now():%Y%m%d-%H%M%S}")
    was_there = backups.restore(asked.file, database, kept_as=kept)
    more = f" What was there lies in {kept}." if was_there else ""
    print(f"{database} is as it was in {asked.file}.{more}")
    return 0


def export(asked: argparse.Namespace) -> int:
    """Write what is held of a person; 1 if nobody, or several, are called so."""
    made = settings()
    _check_tables(made)
    found = asyncio.run(exports.of_everybody_called(made.database_url, asked.person))
    if len(found) != 1:
        known = "Nobody has" if not found else f"{len(found)} people have"
        print(f"{known} that name or login: give the id of their login instead.", file=sys.stderr)
        return NOT_STARTED
    text = json.dumps(found[0], ensure_ascii=False, indent=2)
    if asked.file is None:
        print(text)
        return 0
    asked.file.touch(mode=0o600, exist_ok=False)  # never over another one
    asked.file.write_text(text + "\n", encoding="utf-8")
    print(f"{asked.file} holds what is kept of {asked.person}. Give it to nobody else.")
    return 0


def config(_asked: argparse.Namespace) -> int:
    """List the settings."""
    print(listing(settings()))
    return 0


def print_manifest(asked: argparse.Namespace) -> int:
    """Print the Slack app's manifest."""
    print(manifest(asked.url, asked.command, language=asked.language, read_threads=asked.read_threads))
    return 0


def docs(asked: argparse.Namespace) -> int:
    """Write the page of commands, or say that it is out of date."""
    page = reference(all_commands().specs.values())
    if not asked.check:
        COMMANDS_PAGE.write_text(page, encoding="utf-8")
        return 0
    if COMMANDS_PAGE.exists() and COMMANDS_PAGE.read_text(encoding="utf-8") == page:
        return 0
    print(f"{COMMANDS_PAGE} is out of date. Run `make docs` and commit it.", file=sys.stderr)
    return 1


_JOBS: Mapping[str, Callable[[argparse.Namespace], int]] = {
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
    "config": config,
    "manifest": print_manifest,
    "docs": docs,
}


if __name__ == "__main__":
    sys.exit(main())
