"""Which service items there are, what each needs, and when it is open: data, in `resources/catalogue.toml`."""

import tomllib
from dataclasses import dataclass
from datetime import time

import resources


@dataclass(frozen=True, slots=True)
class Hours:
    """The part of a day in which an item is open; `until` of 24:00 is `time.max`."""

    since: time
    until: time

    def __contains__(self, moment: time) -> bool:
        return self.since <= moment <= self.until

    def __str__(self) -> str:
        return f"{self.since:%H:%M}-{'24:00' if self.until == time.max else f'{self.until:%H:%M}'}"


@dataclass(frozen=True, slots=True)
class ServiceItem:
    """One item. Its texts are `KEY.title`, `KEY.detail`, `KEY.failed`; its function is `kiosk.services.KEY.KEY`."""

    key: str
    number: int
    icon: str
    needs: tuple[frozenset[str], ...]
    """Of each set, one device is enough."""
    hours: Hours

    def missing(self, usable: frozenset[str]) -> frozenset[str]:
        """The devices for want of which the item is closed; empty when it can be done."""
        return frozenset(name for group in self.needs if not group & usable for name in group)


def catalogue() -> tuple[ServiceItem, ...]:
    """All items, in the order of their tiles."""
    tables = tomllib.loads(resources.path("catalogue.toml").read_text("utf-8"))
    return tuple(
        ServiceItem(
            key=key,
            number=table["number"],
            icon=table["icon"],
            needs=tuple(frozenset(part.strip() for part in need.split("|")) for need in table["needs"]),
            hours=_hours(table["hours"]),
        )
        for key, table in tables.items()
    )


def _hours(words: str) -> Hours:
    since, until = words.split("-")
    return Hours(time.fromisoformat(since), time.max if until == "24:00" else time.fromisoformat(until))
