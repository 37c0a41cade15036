"""Which items somebody may be helped with, in which manner, and how soon one is called: data, `assistance.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache

import resources
from texts import Text


@dataclass(frozen=True, slots=True)
class Offered:
    """One of the items, by its number in annex 2."""

    number: int
    at_counter: bool
    """帮办代办."""
    at_home: bool
    """上门办."""
    agent: bool
    """Whether somebody else may have it taken on for the person."""
    authorisation: bool
    """Whether an agent's 委托书 is photographed."""

    @property
    def title(self) -> Text:
        """As the list of items names it."""
        return Text(f"request_assistance.item.{self.number}")

    @property
    def tile(self) -> Text:
        """In few words, for where all of them stand together."""
        return Text(f"request_assistance.tile.{self.number}")

    @property
    def manner(self) -> Text:
        """Where one is helped."""
        both = "both" if self.at_counter and self.at_home else "at_home" if self.at_home else "at_counter"
        return Text(f"request_assistance.manner.{both}")


@dataclass(frozen=True, slots=True)
class Assistance:
    """All of it."""

    called_within_days: int
    """Working days."""
    items: tuple[Offered, ...]


@cache
def assistance() -> Assistance:
    """What is offered here."""
    table = tomllib.loads(resources.path("assistance.toml").read_text("utf-8"))
    items = tuple(
        Offered(
            int(number), "counter" in each["manners"], "home" in each["manners"], each["agent"], each["authorisation"]
        )
        for number, each in table["items"].items()
    )
    return Assistance(table["called_within_days"], items)
