"""Circles among tasks that wait for one another."""

from collections import defaultdict
from collections.abc import Iterable, Mapping


def find_circle(edges: Iterable[tuple[int, int]], new_edge: tuple[int, int]) -> tuple[int, ...] | None:
    """Return the circle that a new link would close, or None. An edge is (task, the one it waits for).

    The circle begins with the new edge's task; each of it waits for the next, the last for the first.
    Of several it is a shortest one.
    """
    task, after = new_edge
    waits: defaultdict[int, list[int]] = defaultdict(list)
    for waiting, awaited in edges:
        waits[waiting].append(awaited)
    came_from: dict[int, int] = {after: task}
    layer = [after]
    while layer and task not in layer:
        layer = _next_layer(layer, waits, came_from)
    return _walk_back(came_from, task, after) if task in layer else None


def _next_layer(layer: list[int], waits: Mapping[int, list[int]], came_from: dict[int, int]) -> list[int]:
    found = []
    for waiting in layer:
        for awaited in sorted(waits.get(waiting, ())):
            if awaited not in came_from:
                came_from[awaited] = waiting
                found.append(awaited)
    return found


def _walk_back(came_from: Mapping[int, int], task: int, after: int) -> tuple[int, ...]:
    if task == after:
        return (task,)
    back = []
    step = came_from[task]
    while step != task:
        back.append(step)
        step = came_from[step]
    return (task, *reversed(back))
