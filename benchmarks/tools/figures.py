"""A measured figure, printed with its limit beside it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measurement. `limit` is the highest value allowed; None where the figure only explains another."""

    name: str
    value: float
    unit: str
    limit: float | None = None

    @property
    def holds(self) -> bool:
        """Whether the value keeps to its limit."""
        return self.limit is None or self.value <= self.limit

    def __str__(self) -> str:
        limit = (
            "" if self.limit is None else f"   limit {self.limit:g} {self.unit}   {'ok' if self.holds else 'MISSED'}"
        )
        return f"  {self.name:<52} {self.value:>9.2f} {self.unit}{limit}"


def report(title: str, *figures: Figure) -> int:
    """Print the figures under their title; the exit status: 1 if a limit is missed."""
    print(title, *figures, sep="\n")
    return 0 if all(figure.holds for figure in figures) else 1
