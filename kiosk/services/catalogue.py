"""Which service items there are, what each needs, and when it is open: data, in `resources/catalogue.toml`."""

import tomllib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import time
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

import resources

if TYPE_CHECKING:
    from kiosk.session import Session


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
    needs: tuple[tuple[frozenset[str], ...], ...]
    """Each a choice of ways, of which one is enough; a way takes all of its devices."""
    hours: Hours
    group: str = ""
    often: int = 0
    """The place among what most come for, from 1; 0: found by its group."""
    keywords: tuple[str, ...] = ()
    at_the_street: bool = False
    """Whether the street's service point does it too: named where it failed here."""

    def missing(self, usable: frozenset[str]) -> frozenset[str]:
        """The devices for want of which the item is closed; empty when it can be done."""
        closed = (ways for ways in self.needs if not any(way <= usable for way in ways))
        return frozenset(name for ways in closed for way in ways for name in way - usable)


def service_of(item: ServiceItem) -> "Callable[[Session], Awaitable[None]]":
    """`kiosk.services.KEY.KEY`, imported when it is first wanted: one that cannot be ends its own session only."""

    async def served(session: "Session") -> None:
        await getattr(import_module(f"kiosk.services.{item.key}"), item.key)(session)

    return served


def catalogue() -> tuple[ServiceItem, ...]:
    """All items, in the order of their tiles."""
    tables = _tables()
    return tuple(
        ServiceItem(
            key=key,
            number=table["number"],
            icon=table["icon"],
            needs=tuple(_ways(need) for need in table["needs"]),
            hours=hours(table["hours"]),
            group=table["group"],
            often=table.get("often", 0),
            keywords=tuple(table.get("keywords", ())),
            at_the_street=table.get("at_the_street", False),
        )
        for key, table in tables.items()
        if key != "groups"
    )


def groups() -> dict[str, str]:
    """The groups in their order, each with its drawing; a group's title is `terminal.group_KEY`."""
    return dict(_tables()["groups"])


def often(items: tuple[ServiceItem, ...]) -> tuple[ServiceItem, ...]:
    """What most come for, in the order of the largest tiles."""
    return tuple(sorted((item for item in items if item.often), key=lambda item: item.often))


def often_first(items: tuple[ServiceItem, ...]) -> tuple[ServiceItem, ...]:
    """All of them, what most come for at the head."""
    return (*often(items), *(item for item in items if not item.often))


@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    """As it ships: reading it takes 5 ms, which no page has."""
    return tomllib.loads(resources.path("catalogue.toml").read_text("utf-8"))


def _ways(words: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(name.strip() for name in way.split("&")) for way in words.split("|"))


def hours(words: str) -> Hours:
    """「09:00-17:00」; until 24:00 is the whole day."""
    since, until = words.split("-")
    return Hours(time.fromisoformat(since), time.max if until == "24:00" else time.fromisoformat(until))
