"""Percentiles, and how they are printed."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figures:
    """Times in milliseconds, sorted."""

    took: tuple[float, ...]

    @property
    def p50(self) -> float:
        """The median."""
        return self.took[len(self.took) // 2]

    @property
    def p99(self) -> float:
        """The 99th percentile."""
        return self.took[min(len(self.took) * 99 // 100, len(self.took) - 1)]

    @property
    def worst(self) -> float:
        """The longest."""
        return self.took[-1]

    def __str__(self) -> str:
        """Show the three of them."""
        return f"p50 {self.p50:6.2f}  p99 {self.p99:6.2f}  worst {self.worst:7.2f} ms  (n={len(self.took)})"


def figures(took: Sequence[float]) -> Figures:
    """Return them in order."""
    return Figures(tuple(sorted(took)))


def held(is_held: bool, aim: str) -> str:  # noqa: FBT001 - a verdict reads as one
    """Return the aim and whether it was met."""
    return f"aim {aim}: {'held' if is_held else 'MISSED'}"


@dataclass(frozen=True, slots=True)
class Measured:
    """Times, and the milliseconds of CPU for each."""

    took: Figures
    cpu: float

    def __str__(self) -> str:
        """Show both."""
        return f"{self.took}  CPU {self.cpu:.2f} ms each"
