"""Where each value of the configuration comes from, and changes to kiosk.toml that leave its comments standing."""

import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from msgspec import UNSET, to_builtins
from msgspec.structs import fields

from kiosk.config import Configuration, validate
from kiosk.tables import Table
from kiosk.whole_file import write_whole

TRUSTED: Final = frozenset({"backend", "devices", "identity", "staff", "maintenance", "pin", "psam"})
"""Tables that bear trust as a whole: they change only by a file that the bureau has signed."""
TRUSTED_KEYS: Final = frozenset({"terminal.mode", "terminal.id", "journal.key_file", "help.endpoint"})


class Setting(NamedTuple):
    """One key. `written`: it stands in the file; else it is the default."""

    name: str
    value: object
    written: bool

    @property
    def trusted(self) -> bool:
        """Whether only a signed file may change it."""
        return self.name.partition(".")[0] in TRUSTED or self.name in TRUSTED_KEYS


def settings(path: Path, configuration: Configuration) -> Iterator[Setting]:
    """Every key in the order of the tables."""
    written = tomllib.loads(path.read_text("utf-8"))
    for table in fields(Configuration):
        values = cast("Table", getattr(configuration, table.name))
        for key in fields(values):
            there = written.get(table.name, {}).get(key.name, UNSET) is not UNSET
            yield Setting(f"{table.name}.{key.name}", to_builtins(getattr(values, key.name)), there)


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
