"""`drumbeat`, which is `python -m bot`."""

import gc
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked for; returns the exit code.

    All that is loaded stays: collecting while it is loaded finds nothing, and was a fifth of a start's CPU.
    """
    gc.disable()
    from bot import commandline  # noqa: PLC0415 - see above

    gc.enable()
    return commandline.main(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
