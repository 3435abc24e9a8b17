"""Countries with public holidays, by code or by name in the languages we speak: pure."""

from functools import lru_cache

from babel import Locale

from bot.errors import NotFound
from bot.message import Code, Country, button
from bot.public_holidays import Region, UnknownRegionError, read_region

_ALSO = {"uk": "GB", "england": "GB-ENG", "usa": "US", "america": "US", "prc": "CN", "大陆": "CN",
         "大陸": "CN", "holland": "NL", "bavaria": "DE-BY", "bayern": "DE-BY",
         "台灣": "TW", "台湾": "TW"}  # fmt: skip


def region_named(text: str, command: str) -> Region:
    """Return the country, or the part of one, that a text names; `command` is what the offers begin with.

    Raises:
        NotFound: no holidays are known of it; those that are spelt alike are offered.
    """
    said = text.strip()[:60]
    code = _ALSO.get(said.casefold()) or _names().get(said.casefold()) or said
    try:
        return read_region(code)
    except UnknownRegionError as unknown:
        offers = [button("{region}", f"{command} {one}", region=Country(one)) for one in unknown.nearest]
        raise NotFound(
            "I know no public holidays of “{text}”. Say a country by its name or letters, such as {example}.",
            *offers,
            text=said,
            example=Code("CN"),
            field="region",
        ) from unknown


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """What countries are called, in lower case, and their two letters."""
    found: dict[str, str] = {}
    for language in ("en", "zh_Hans", "zh_Hant"):
        for code, name in Locale.parse(language).territories.items():
            if len(code) == len("DE") and code.isalpha():
                found.setdefault(str(name).casefold(), code)
    return found
