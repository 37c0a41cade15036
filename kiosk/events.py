"""The catalogue of events: what the log may hold, what begins and what completes it, and its page in the manual."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, unique
from functools import cache
from typing import Any

import resources


class UndeclaredEventError(LookupError):
    """An event or a field that `resources/events.toml` does not declare: a mistake in the program."""


@unique
class EventKind(Enum):
    """A start without its completion is an outcome that nobody knows."""

    START = "start"
    COMPLETE = "complete"
    EVENT = "event"

    @property
    def label(self) -> str:
        """As the manual says it."""
        return {EventKind.START: "开始", EventKind.COMPLETE: "结束", EventKind.EVENT: "事件"}[self]


@unique
class Who(Enum):
    """Who brought it about."""

    RESIDENT = "resident"
    STAFF = "staff"
    TERMINAL = "terminal"
    BUREAU = "bureau"

    @property
    def label(self) -> str:
        """As the manual says it."""
        return {Who.RESIDENT: "居民", Who.STAFF: "工作人员", Who.TERMINAL: "终端", Who.BUREAU: "后台"}[self]


@dataclass(frozen=True, slots=True)
class Event:
    """One kind of line. `completed_by`: the events that complete a start; `same`: the field that both share."""

    name: str
    kind: EventKind
    who: Who
    meaning: str
    fields: frozenset[str]
    completed_by: tuple[str, ...] = ()
    same: str = ""


def declared_fields(event: str) -> frozenset[str]:
    """The fields that an event may carry; `UndeclaredEventError` for an unknown one."""
    try:
        return events()[event].fields
    except KeyError:
        raise UndeclaredEventError(event) from None


@cache
def events() -> Mapping[str, Event]:
    """The whole catalogue, in its order."""
    tables = tomllib.loads(resources.path("events.toml").read_text("utf-8"))
    return {name: _event(name, table) for name, table in tables.items()}


def unfinished(lines: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Starts that nothing completed, in the order of the log: each is an outcome to be asked after."""
    begun: dict[tuple[str, object], Mapping[str, Any]] = {}
    completes = {name: event for event in events().values() for name in event.completed_by}
    for line in lines:
        event = events().get(line["event"])
        if event is not None and event.kind is EventKind.START:
            begun[event.name, line.get(event.same)] = line
        elif start := completes.get(line["event"]):
            begun.pop((start.name, line.get(start.same)), None)
    return list(begun.values())


def page() -> str:
    """`docs/events.md`, as the catalogue gives it."""
    rows = (
        f"| `{event.name}` | {_kind(event)} | {event.who.label} | {event.meaning} | {_fields(event)} |"
        for event in events().values()
    )
    return _HEAD + "\n".join(rows) + "\n"


def declarations() -> str:
    """`kiosk/declared_events.py`, as the catalogue gives it."""
    return _DECLARATIONS + "".join(_overload(event) for event in events().values()) + _WRITE


_HEAD = """\
# 事件日志目录 · The event log's catalogue

本页由 `resources/events.toml` 生成（`scripts/events`），不要手工修改。
日志里只有下列事件和字段；不记密码、完整证件号和卡号，人员只记按日更换密钥的摘要。
每一行都带上一行的 SHA-256 摘要（`after`），`kiosk journal verify` 逐行核对。

| 事件 | 类别 | 由谁引起 | 含义 | 字段 |
| --- | --- | --- | --- | --- |
"""

_DECLARATIONS = '''"""Every event of `resources/events.toml` with its fields, for type checkers. By `scripts/events`."""

from collections.abc import Mapping
from typing import Literal, overload


class DeclaredEvents:
    """What the event log takes: an event or a field that the catalogue does not declare is a type error."""

'''
_WRITE = '''    def write(self, event: str, **fields: object) -> None:
        """One line; what may be raised, and what else is checked, see `EventLog`."""
        self._write(event, fields)

    def _write(self, event: str, fields: Mapping[str, object]) -> None:
        raise NotImplementedError
'''
_LINE = 120


def _overload(event: Event) -> str:
    """As ruff would format it."""
    fields = [f"{name}: object = ..." for name in sorted(event.fields)]
    arguments = ["self", f'event: Literal["{event.name}"]', *(["*", *fields] if fields else [])]
    line = f"    def write({', '.join(arguments)}) -> None: ..."
    if len(line) > _LINE:
        line = "    def write(\n" + "".join(f"        {each},\n" for each in arguments) + "    ) -> None: ..."
    return f"    @overload\n{line}\n"


def _kind(event: Event) -> str:
    if event.kind is EventKind.START:
        return f"{event.kind.label} → " + "、".join(f"`{name}`" for name in event.completed_by)
    return event.kind.label


def _fields(event: Event) -> str:
    return "、".join(f"`{name}`" for name in sorted(event.fields)) or "无"


def _event(name: str, table: Mapping[str, Any]) -> Event:
    return Event(
        name,
        EventKind(table["kind"]),
        Who(table["who"]),
        table["meaning"],
        frozenset(table["fields"]),
        tuple(table.get("completed_by", ())),
        table.get("same", ""),
    )
