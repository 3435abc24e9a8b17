"""Whether Telegram would let us do our work: token, the way in, and what is heard in groups."""

from collections.abc import Sequence

from telegram import WebhookInfo

from bot.adapters.telegram_api import Telegram, TelegramTroubleError
from bot.adapters.telegram_webhook import Webhook
from bot.findings import Finding
from bot.message import Code, Listed, phrase

MOST_PENDING = 100  # updates that wait for a webhook


async def checkup(
    telegram: Telegram, webhook: Webhook | None, groups: Sequence[tuple[str, str]] = ()
) -> list[Finding]:
    """Ask Telegram, for real; `webhook` is ours, None where we poll; `groups` are ids and names."""
    try:
        me = await telegram.identify()
        info = await telegram.asked(telegram.bot.get_webhook_info())
        open_groups = [
            name or chat for chat, name in groups if await telegram.is_group_admin(chat, me.bot_id)
        ]
    except TelegramTroubleError as trouble:
        advice = phrase("Copy the token again from BotFather, and see that Telegram can be reached.")
        return [Finding(phrase("Telegram refuses TELEGRAM_BOT_TOKEN: {why}", why=str(trouble)), advice)]
    known = Finding(phrase("Telegram: I am {name}.", name=f"@{me.username}"))
    privacy = _privacy(reads_groups=me.reads_groups)
    if open_groups and not me.reads_groups:
        where = phrase(
            "Telegram: mentions count in {groups}, where I am admin.", groups=Listed(tuple(open_groups))
        )
        return [known, privacy, Finding(where), *_way_in(info, webhook)]
    return [known, privacy, *_way_in(info, webhook)]


def _privacy(*, reads_groups: bool) -> Finding:
    if reads_groups:
        return Finding(phrase("Telegram: privacy mode is off, so mentions count in groups as well."))
    return Finding(
        phrase(
            "Telegram: privacy mode is on, so in groups I hear commands, replies to me and buttons; "
            "mentions only where I am admin."
        )
    )


def _way_in(info: WebhookInfo, webhook: Webhook | None) -> list[Finding]:
    if webhook is None:
        if not info.url:
            return [Finding(phrase("Telegram is polled."))]
        advice = phrase(
            "Start me: I take it off before I poll. If another program set it, give it another bot."
        )
        return [Finding(phrase("Telegram delivers to a webhook, and I poll."), advice)]
    if info.url != webhook.url:
        advice = phrase("Start me with this PUBLIC_URL: I tell Telegram at start.")
        return [Finding(phrase("Telegram delivers elsewhere than to PUBLIC_URL."), advice)]
    found = [Finding(phrase("Telegram delivers by webhook."))]
    if info.last_error_message:
        advice = phrase(
            "See that {path} can be reached from outside, with a valid certificate.", path=Code("/telegram")
        )
        found.append(
            Finding(phrase("Telegram's last delivery failed: {why}", why=info.last_error_message), advice)
        )
    if info.pending_update_count > MOST_PENDING:
        advice = phrase("Look at the log of the web process.")
        found.append(Finding(phrase("{n} updates wait at Telegram.", n=info.pending_update_count), advice))
    return found
