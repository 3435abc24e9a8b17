"""What the Bot API refuses, in its own words.

The descriptions are the ones the real server sends: an adapter can tell some cases apart by them only.
"""

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class RefusedError(Exception):
    """An answer with ok=false; `retry_after` in seconds."""

    def __init__(
        self, code: int, description: str, *, retry_after: int | None = None, migrate_to: int | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.migrate_to = migrate_to

    def as_json(self) -> dict[str, object]:
        body: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        if self.migrate_to is not None:
            body["parameters"] = {"migrate_to_chat_id": self.migrate_to}
        return body


def bad_request(why: str) -> RefusedError:
    return RefusedError(400, f"Bad Request: {why}")


def forbidden(why: str) -> RefusedError:
    return RefusedError(403, f"Forbidden: {why}")


def conflict(why: str) -> RefusedError:
    return RefusedError(409, f"Conflict: {why}")


def too_many(seconds: int) -> RefusedError:
    return RefusedError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def moved(to: int) -> RefusedError:
    return RefusedError(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to=to)
