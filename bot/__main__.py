"""`drumbeat`, which is `python -m bot`."""

import gc
import os
import select
import sys
from collections.abc import Sequence

NOBODY_READS = 141  # 128 + SIGPIPE, as a shell says it


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked for; returns the exit code.

    All that is loaded stays: collecting while it is loaded finds nothing, and was a fifth of a start's CPU.
    """
    gc.disable()
    from bot import commandline  # noqa: PLC0415 - see above

    gc.enable()
    try:
        try:
            return commandline.main(arguments)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        if not _is_unread():
            raise
        return NOBODY_READS


def _is_unread() -> bool:
    """Whether nobody reads what we print, as behind `| head`; what is left of it goes nowhere then."""
    printed = select.poll()
    printed.register(sys.stdout.fileno(), 0)
    if not printed.poll(0):  # else its reader is gone: nothing else was asked about
        return False
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return True


if __name__ == "__main__":
    raise SystemExit(main())
