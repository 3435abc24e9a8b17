"""Platforms that did not let us in when we started: admins are told elsewhere, and they are asked again."""

from collections.abc import Callable, Mapping
from contextlib import suppress

import structlog

from bot.clock import Clock
from bot.config import Settings
from bot.connecting import Entrance, Login, Share, Way
from bot.delivery import Delivery
from bot.errors import WrongSetting
from bot.incoming import Receive
from bot.installations import install
from bot.platforms import Awaited, ask
from bot.services import outages
from storage import people as people_rows
from storage.database import Database

ADVICE = "correct its token: one from a file or .env is read again, one from the environment needs a restart"

log = structlog.get_logger()


class Rejoining:
    """Asks again, with the settings as they are then, and lets in what is said there from then on."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        awaited: tuple[Awaited, ...],
        settings: Settings,
        reread: Callable[[], Settings],
        share: Share,
    ) -> None:
        """Take whom to ask; `reread` gives the settings anew."""
        self._database = database
        self._clock = clock
        self._awaited = awaited
        self._settings = settings
        self._reread = reread
        self._share = share

    @property
    def away(self) -> Mapping[str, str]:
        """The platforms that we are not connected to, and why."""
        return {one.candidate.platform.value: str(one.trouble) for one in self._awaited}

    async def tell(self) -> None:
        """Tell the log, and admins where they can be reached, who does not take our token."""
        for one in self._awaited:
            platform = one.candidate.platform.value
            log.error("not connected", platform=platform, why=str(one.trouble), advice=ADVICE)
            if one.is_refused and self._share.acts:
                await self._tell_admins(one)

    async def _tell_admins(self, one: Awaited) -> None:
        candidate = one.candidate
        async with self._database.begin() as session:
            known = await people_rows.installed_by_settings(session, candidate.platform, candidate.bot_id)
            if known is not None:
                await outages.begin(session, known.id, str(one.trouble), self._clock.now())

    async def round(
        self, ways: dict[int, Way], entrances: list[Entrance], delivery: Delivery, receive: Receive
    ) -> None:
        """Ask all once more; who lets us in now is written to and heard."""
        with suppress(WrongSetting):  # half written: those from before are good for another try
            self._settings = self._reread()
        for one in self._awaited:
            answer = await ask(one.candidate, self._settings)
            if isinstance(answer, Awaited):
                continue
            installed = await self._installed(answer)
            ways.update(installed)
            for installation_id in installed:
                delivery.resume(installation_id)
            if answer.hears:
                await answer.part.start(receive)
                entrances.append(answer.part)
            self._awaited = tuple(other for other in self._awaited if other is not one)
            log.info("connected", platform=answer.platform.value)

    async def _installed(self, login: Login) -> Mapping[int, Way]:
        installed = await install(self._database, self._clock, [login])
        for installation_id in installed if self._share.acts else ():
            async with self._database.begin() as session:
                await outages.end(session, installation_id, self._clock.now())
        return installed
