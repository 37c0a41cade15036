"""What was changed at the terminal itself, laid over kiosk.toml: a file of its own beside the journal, never of trust.

kiosk.toml belongs to whoever administers the machine, and the terminal's own user can only read it. What a technician
changes on the screen is kept here, in the terminal's own folder; a key that bears trust is refused wherever it stands.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

FILE: Final = "site-settings.toml"
TRUSTED: Final = frozenset({
    *("backend", "envelope", "devices", "identity", "staff", "review", "maintenance", "pin", "psam", "face"),
    "service_point",
})  # fmt: skip
"""Tables that bear trust as a whole: they change only by a file that the bureau has signed."""
TRUSTED_KEYS: Final = frozenset({
    *("terminal.mode", "terminal.id", "terminal.hotline", "journal.key_file", "journal.folder", "log.folder"),
    *("help.endpoint", "card.blacklist", "id_reader.photo_decoder"),
})  # fmt: skip
"""Keys of other tables that do: who the terminal is, where its records are, whom it calls, what it runs."""

Tables = dict[str, dict[str, Any]]


class SiteSettingsError(Exception):
    """The file cannot be used; `lines` says why, one line for each key."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def bears_trust(name: str) -> bool:
    """Whether only a signed file may change `TABLE.KEY`."""
    return name.partition(".")[0] in TRUSTED or name in TRUSTED_KEYS


def read(folder: Path) -> Tables:
    """Table → key → value; empty where nothing was changed here. Raises `SiteSettingsError`."""
    file = folder / FILE
    try:
        tables = tomllib.loads(file.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as error:
        raise SiteSettingsError([f"{file}: cannot be read: {error}"]) from None
    if wrong := [f"{file}: {line}" for line in _wrong(tables)]:
        raise SiteSettingsError(wrong)
    return tables


def written(tables: Mapping[str, Mapping[str, Any]]) -> str:
    """The file's words."""
    parts = ("# Changed at this terminal by a technician; over kiosk.toml.\n", *map(_table, tables.items()))
    return "\n".join(parts)


def laid_over(tables: Mapping[str, Mapping[str, Any]], over: Mapping[str, Mapping[str, Any]]) -> Tables:
    """Both, the second counting where both have a key."""
    return {name: {**tables.get(name, {}), **over.get(name, {})} for name in (*tables, *over)}


def _wrong(tables: Mapping[str, object]) -> Iterator[str]:
    for name, table in tables.items():
        if not isinstance(table, dict):
            yield f"{name}: should be a table [{name}]"
            continue
        for key in map(str, table):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
            if bears_trust(f"{name}.{key}"):
                yield f"{name}.{key}: bears trust; it should change only by a file that the bureau has signed"


def _table(named: tuple[str, Mapping[str, Any]]) -> str:
    name, keys = named
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in keys.items()]
    return "".join((f"[{name}]\n", *lines))
