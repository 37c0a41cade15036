"""Each value of the configuration with where it comes from, and changes to it: signed ones, and those made here."""

import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import Enum, unique
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from msgspec import UNSET, to_builtins
from msgspec.structs import FieldInfo, fields

from kiosk import site_settings
from kiosk.config import Configuration, validate
from kiosk.site_settings import bears_trust
from kiosk.tables import Table
from kiosk.whole_file import write_whole

HIDDEN: Final = frozenset({"pin.initial"})
"""Values that are shown to nobody: only whether there is one."""


@unique
class Source(Enum):
    """Where a value comes from."""

    DEFAULT = "default"
    FILE = "file"
    SITE = "site"
    """Changed at this terminal, over the file."""


class Setting(NamedTuple):
    """One key. `meaning`: the comment above it and its like in kiosk.toml, "" without; `field`: how it is declared."""

    name: str
    value: object
    source: Source
    meaning: str
    field: FieldInfo

    @property
    def table(self) -> str:
        """`limits` of `limits.home_idle`."""
        return self.name.partition(".")[0]

    @property
    def trusted(self) -> bool:
        """Whether only a signed file may change it."""
        return bears_trust(self.name)

    @property
    def shown(self) -> str:
        """As it may be seen, in TOML."""
        if self.name in HIDDEN:
            return '"***"' if self.value else '""'
        return json.dumps(self.value, ensure_ascii=False)


def settings(path: Path, configuration: Configuration) -> Iterator[Setting]:
    """Every key in the order of the tables."""
    text = path.read_text("utf-8")
    meanings, file = _meanings(text), tomllib.loads(text)
    here = site_settings.read(Path(configuration.journal.folder))
    for table in fields(Configuration):
        values = cast("Table", getattr(configuration, table.name))
        for key in fields(values):
            name = f"{table.name}.{key.name}"
            source = _source(table.name, key.name, file, here)
            yield Setting(name, to_builtins(getattr(values, key.name)), source, meanings.get(name, ""), key)


def change_here(path: Path, folder: Path, name: str, value: object, now: datetime) -> None:
    """Have another value over the file's from the next start on; None: the file's again. The version before is kept.

    `ConfigurationError`, and for a key that bears trust `PermissionError`: nothing has changed. `OSError`: the same.
    """
    if bears_trust(name):
        raise PermissionError(f"{name}: changes only by a signed file")
    table, _, key = name.partition(".")
    here = site_settings.read(folder)
    own = {each: known for each, known in here.get(table, {}).items() if each != key}
    own |= {} if value is None else {key: value}
    fresh = {**{each: keys for each, keys in here.items() if each != table}, **({table: own} if own else {})}
    validate(site_settings.laid_over(tomllib.loads(path.read_text("utf-8")), fresh), str(path))
    file = folder / site_settings.FILE
    if file.exists():
        write_whole(_version_of(file, now), file.read_text("utf-8"))
    write_whole(file, site_settings.written(fresh))


def versions(folder: Path) -> tuple[Path, ...]:
    """What was changed here before, the newest first."""
    return tuple(sorted(folder.glob(f"{site_settings.FILE}.*"), reverse=True))


def changed(text: str, changes: Mapping[str, Mapping[str, Any]]) -> str:
    """The file with those keys set (table → key → value): a line is replaced, or put at the end of its table."""
    for table, keys in changes.items():
        for key, value in keys.items():
            text = _with(text, table, key, f"{key} = {json.dumps(value, ensure_ascii=False)}")
    return text


def put_in_place(path: Path, text: str, now: datetime) -> Path:
    """Validate, keep the version before beside it, and write the new one whole; where the old one is kept.

    `ConfigurationError` or `TOMLDecodeError`: nothing has changed. `OSError`: the old one stands.
    """
    validate(tomllib.loads(text), str(path))
    before = path.with_name(f"{path.name}.{now:%Y%m%d-%H%M%S}")
    write_whole(before, path.read_text("utf-8"))
    was = path.stat()
    write_whole(path, text)
    os.chown(path, was.st_uid, was.st_gid)  # root applies it, the terminal's own user reads it
    path.chmod(was.st_mode & 0o777)
    return before


def _source(table: str, key: str, file: Mapping[str, Any], here: Mapping[str, Mapping[str, Any]]) -> Source:
    if key in here.get(table, {}):
        return Source.SITE
    return Source.DEFAULT if file.get(table, {}).get(key, UNSET) is UNSET else Source.FILE


def _version_of(file: Path, now: datetime) -> Path:
    """A name that no earlier version has."""
    names = (file.with_name(f"{file.name}.{now:%Y%m%d-%H%M%S}-{number:02}") for number in range(100))
    return next(name for name in names if not name.exists())


def _meanings(text: str) -> dict[str, str]:
    """The comment lines above each key, or above the first of several that stand together."""
    table, above, group, found = "", [], "", dict[str, str]()
    for line in text.splitlines():
        if line.startswith("#"):
            above.append(line.lstrip("# ").rstrip())
            continue
        if line.startswith("["):
            table = line.strip("[] ")
        elif (key := _KEY.match(line)) is not None:
            group = "".join(above) or group
            found[f"{table}.{key[1]}"] = group
        else:
            group = ""
        above = list[str]()
    return found


_KEY: Final = re.compile(r"([a-z0-9_]+)\s*=")


def _with(text: str, table: str, key: str, line: str) -> str:
    lines = text.splitlines()
    begins = next((at for at, each in enumerate(lines) if each.strip() == f"[{table}]"), None)
    if begins is None:
        return "\n".join((*lines, "", f"[{table}]", line, ""))
    ends = next((at for at in range(begins + 1, len(lines)) if lines[at].startswith("[")), len(lines))
    own = re.compile(rf"{re.escape(key)}\s*=")
    at = next((at for at in range(begins + 1, ends) if own.match(lines[at])), None)
    if at is None:
        lines.insert(begins + 1, line)
    else:
        lines[at] = line
    return "\n".join(lines) + "\n"
