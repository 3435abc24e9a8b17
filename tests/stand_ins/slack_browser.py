"""Somebody's browser, on the way from our page to Slack's and back; it keeps its own cookies."""

from dataclasses import dataclass, field
from http.cookies import SimpleCookie

import httpx

REDIRECTS = (302, 303, 307)


@dataclass(frozen=True, slots=True)
class Page:
    """What a browser got: a page, or where it was sent."""

    status: int
    text: str
    location: str
    headers: httpx.Headers


@dataclass(slots=True)
class Browser:
    """Knows our public address, behind which `served_at` answers."""

    public_url: str
    served_at: str
    language: str = "en"
    cookies: dict[str, str] = field(default_factory=dict)

    async def open(self, url: str) -> Page:
        """GET, without following where it leads."""
        ours = url.startswith(self.public_url)
        headers = {"Accept-Language": self.language}
        if ours and self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.get(
                self.served_at + url.removeprefix(self.public_url) if ours else url, headers=headers
            )
        for header in answer.headers.get_list("set-cookie"):
            self._keep(header)
        return Page(answer.status_code, answer.text, answer.headers.get("location", ""), answer.headers)

    def _keep(self, header: str) -> None:
        for name, one in SimpleCookie(header).items():
            assert one["secure"], f"{name} would go over plain HTTP"
            assert one["httponly"], f"{name} could be read by a script"
            assert one["samesite"].lower() == "lax", f"{name} would come with other sites' requests"
            self.cookies[name] = one.value

    async def begin(self) -> str:
        """Open our page; the address at Slack that it leads to."""
        page = await self.open(f"{self.public_url}/slack/install")
        assert page.status in REDIRECTS, page.text
        return page.location

    async def decide(self, asked: str, team: str, user: str, *, allow: bool = True) -> str:
        """Choose a workspace on Slack's page, and allow it or not; the address that it leads back to."""
        page = await self.open(asked)
        assert page.status == httpx.codes.OK, page.text
        said = {"team": team, "user": user, **({"allow": "yes"} if allow else {})}
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.post(asked, data=said)
        assert answer.status_code in REDIRECTS, answer.text
        return str(answer.headers["location"])

    async def install(self, team: str, user: str) -> Page:
        """All of it."""
        return await self.open(await self.decide(await self.begin(), team, user))
