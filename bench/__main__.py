"""`make bench`: all of it, or the parts that are named (`make bench ARGS="ticks starting"`)."""

import sys

from bench import acknowledging, crowd, hostile, planning, starting, ticks, worktime

PARTS = {
    "acknowledging": acknowledging.main,
    "crowd": crowd.main,
    "ticks": ticks.main,
    "starting": starting.main,
    "planning": planning.main,
    "worktime": worktime.main,
    "hostile": hostile.main,
}


def main() -> None:
    """Measure."""
    for name in sys.argv[1:] or PARTS:
        print(f"--- {name} ---")
        PARTS[name]()


if __name__ == "__main__":
    main()
