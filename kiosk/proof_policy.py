"""Who may do what: the proofs that a service or transition asks for, as data that a bureau may narrow."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, unique
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, cast

import resources

BETWEEN: Final = "+"


@unique
class Shown(Enum):
    """One thing that a resident shows to prove who they are."""

    ID_CARD = "id_card"
    CARD = "card"
    """The social security card lies in the reader; its PIN is not asked for."""
    CARD_PIN = "card_pin"
    SMS = "sms"
    FACE = "face"
    STAFF = "staff"
    TYPED_NUMBER = "typed_number"
    AGENT = "agent"
    """Somebody acts for the holder (代办): their own ID card was read, and they are here."""


Way = tuple[Shown, ...]
"""What is shown together, in the order in which it is asked for."""


@dataclass(frozen=True)
class Rule:
    """What one service or transition asks for. No way at all: it is not done at this terminal."""

    name: str
    item: str
    """The item of the catalogue that it belongs to."""
    ways: tuple[Way, ...]
    proxy: bool = False
    least_age: int = 0
    sensitive: bool = False

    def open_to(self, *, agent: bool) -> tuple[Way, ...]:
        """The ways for the holder, or for an agent of theirs: none, where the holder has to come."""
        return tuple(way for way in self.ways if (Shown.AGENT in way) is agent and (self.proxy or not agent))

    @property
    def begins_with(self) -> tuple[Way, ...]:
        """The ways while nobody has said who they are; those of agents are not gone into later."""
        return (*self.open_to(agent=False), *self.open_to(agent=True))


Policy = Mapping[str, Rule]
"""Name of the service or transition → its rule."""


class PolicyError(ValueError):
    """A policy file that cannot be used; `lines` says why, one line for each wrong key."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@lru_cache(maxsize=2)
def proof_policy(narrowed_by: str = "") -> Policy:
    """The rules that ship, with those of the bureau's file in their place; `PolicyError` when it cannot be used."""
    rules = dict(_parsed(resources.path("proofs.toml").read_text("utf-8")))
    if narrowed_by:
        rules |= _narrowed(rules, _read(Path(narrowed_by)))
    return rules


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError([f"{path}: cannot be read: {type(error).__name__}"]) from None


def _parsed(text: str) -> Iterator[tuple[str, Rule]]:
    for name, table in tomllib.loads(text).items():
        ways = tuple(_way(way) for way in table["ways"])
        kept = {key: table[key] for key in ("proxy", "least_age", "sensitive") if key in table}
        yield name, Rule(name, table.get("item", name), ways, **kept)


def _way(words: str) -> Way:
    return tuple(Shown(word) for word in words.split(BETWEEN))


# What a bureau's own file may say.

_KEYS: Final[Mapping[str, type]] = {"ways": list, "proxy": bool, "least_age": int, "sensitive": bool}


def _narrowed(shipped: Policy, text: str) -> Policy:
    """The bureau's rules; each key that it leaves out stays as it ships."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError([f"is not TOML: {error}"]) from None
    lines = [line for name, table in tables.items() for line in _wrong(name, table, shipped)]
    if lines:
        raise PolicyError(lines)
    return {name: _over(shipped[name], table) for name, table in tables.items()}


def _over(rule: Rule, table: Mapping[str, Any]) -> Rule:
    return Rule(
        rule.name,
        rule.item,
        tuple(map(_way, table["ways"])) if "ways" in table else rule.ways,
        proxy=table.get("proxy", rule.proxy),
        least_age=table.get("least_age", rule.least_age),
        sensitive=table.get("sensitive", rule.sensitive),
    )


def _wrong(name: str, table: object, shipped: Policy) -> Iterator[str]:
    if name not in shipped:
        yield f"{name}: there is no such rule; there are {', '.join(shipped)}"
        return
    if not isinstance(table, dict):
        yield f"{name}: should be a table [{name}]"
        return
    for key, value in cast("dict[str, object]", table).items():
        if type(value) is not _KEYS.get(key):
            yield f"{name}.{key} = {value!r}: should be {_should_be(key)}"
        else:
            yield from _wider(shipped[name], key, value)


def _should_be(key: str) -> str:
    kinds = {"ways": "a list of ways", "proxy": "true or false", "least_age": "a whole number"}
    return {**kinds, "sensitive": "true or false"}.get(key, f"left out; a rule has {', '.join(_KEYS)}")


def _wider(rule: Rule, key: str, value: object) -> Iterator[str]:
    """A bureau may ask for more than the rule that ships, never for less."""
    match key:
        case "ways":
            yield from _wider_ways(rule, cast("list[object]", value))
        case "proxy" if value and not rule.proxy:
            yield f"{rule.name}.proxy = true: should be false, as it ships"
        case "least_age" if cast("int", value) < rule.least_age:
            yield f"{rule.name}.least_age = {value}: should be at least {rule.least_age}, as it ships"
        case "sensitive" if rule.sensitive and not value:
            yield f"{rule.name}.sensitive = false: should be true, as it ships"
        case _:
            return


def _wider_ways(rule: Rule, ways: list[object]) -> Iterator[str]:
    known = {shown.value for shown in Shown}
    for way in ways:
        words = way.split(BETWEEN) if isinstance(way, str) else [""]
        if not set(words) <= known:
            yield f'{rule.name}.ways has {way!r}: should be made of {", ".join(sorted(known))}, with "+" between'
        elif not any({shown.value for shown in each} <= set(words) for each in rule.ways):
            ships = ", ".join(BETWEEN.join(shown.value for shown in each) for each in rule.ways)
            yield f"{rule.name}.ways has {way!r}: should hold all of one that ships ({ships})"
