"""What goes back to Slack on an acknowledgement."""

from typing import Any

from bot.adapters.slack_blocks import rendered
from bot.adapters.slack_forms import Asked, errors, modal
from bot.incoming import Answer, Incoming, Outcome
from bot.message import Message, says
from bot.outgoing import Reader

Json = dict[str, Any]

STILL_AT_IT = says("Still at it; the answer follows.")
BUSY = says("I'm busy for a moment; nothing was changed. Please try again.")
NO_FORM = says("The form could not be opened. Please try again.")
NOT_HERE = says("I'm not installed here, or not any more. Somebody who may install apps can change that.")


def form_answered(body: Json, incoming: Incoming, answer: Answer) -> Json:
    """A message about a form keeps it open, with what was typed; without one, it closes."""
    if answer.form is not None:
        asked = Asked(incoming.place, incoming.reply_to)
        return {"response_action": "update", "view": modal(answer.form, answer.reader, asked)}
    message = BUSY if answer.outcome is Outcome.BUSY else answer.message
    return errors(message, answer.reader, body["view"], answer.wrong_field) if message else {}


def told(answer: Answer) -> Message | None:
    """What whoever typed a command sees at once."""
    match answer.outcome:
        case Outcome.BUSY:
            return BUSY
        case Outcome.SLOW:
            return answer.message or STILL_AT_IT
        case Outcome.DONE | Outcome.TWICE | Outcome.FAILED:
            return answer.message


def for_asker(message: Message, reader: Reader) -> Json:
    """A message that only the asker sees."""
    return {"response_type": "ephemeral", **rendered(message, reader)}
