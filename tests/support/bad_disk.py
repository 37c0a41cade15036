"""A file system for SQLite that does what bad disks do: fails, tears, fills up, forgets what was not synced."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, unique
from pathlib import Path
from typing import Any

import apsw

_NUMBERS = iter(range(1_000_000))
SECTOR = 512


@unique
class Harm(Enum):
    """What happens at the N-th write, sync or truncation."""

    FAILS = "fails"
    """The call fails; the process lives on."""
    FULL = "full"
    """As FAILS, and so does every later write that makes a file longer."""
    CUT = "cut"
    """The power goes before the call."""
    TORN = "torn"
    """The power goes when half of the call is on the disk."""
    FORGETS = "forgets"
    """The power goes, and of what was not synced only every other sector is there."""


@dataclass
class _Kept:
    """A file as it would be found after a power cut: what was synced, and what was written since."""

    synced: bytes
    since: list[tuple[int, bytes]] = field(default_factory=list)


class BadDisk(apsw.VFS):
    """Use its `name` as `vfs`. Counts what can go wrong; does harm at the `at`-th time, once, or never (0)."""

    def __init__(self, harm: Harm = Harm.FAILS, at: int = 0) -> None:
        self.name = f"bad-disk-{next(_NUMBERS)}"
        super().__init__(self.name, "")
        self.harm, self.at, self.count = harm, at, 0
        self.off = False
        self.full = self.read_only = False
        self.kept: dict[str, _Kept] = {}

    def xOpen(self, name: Any, flags: list[int]) -> "_File":  # noqa: N802 - SQLite's names
        return _File(self, name, flags)

    def xDelete(self, name: str, sync: bool) -> None:  # noqa: N802
        if self.off:
            raise apsw.IOError
        super().xDelete(name, sync)
        self.kept.pop(name, None)

    def excepthook(self, _kind: Any, _error: Any, _trace: Any) -> bool:
        """A file that is closed while the disk fails has nobody left to be told."""
        return True

    def happens(self) -> bool:
        """Count one chance; True when it is the one."""
        if self.off:
            raise apsw.IOError
        self.count += 1
        return self.count == self.at

    def cut(self) -> None:
        """The power goes: files stay as the disk has them."""
        self.off = True
        if self.harm is Harm.FORGETS:
            for path, kept in self.kept.items():
                Path(path).write_bytes(_half_forgotten(kept))
        raise apsw.IOError

    def remember(self, path: str) -> None:
        """What stands in the file now is on the disk."""
        self.kept[path] = _Kept(Path(path).read_bytes())


class _File(apsw.VFSFile):
    def __init__(self, disk: BadDisk, name: Any, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self._disk = disk
        self._path = name if isinstance(name, str) else name.filename() if name else ""
        if self._path and self._path not in disk.kept:
            disk.remember(self._path)

    def excepthook(self, _kind: Any, _error: Any, _trace: Any) -> bool:
        """A file that is closed while the disk fails has nobody left to be told."""
        return True

    def xWrite(self, data: Any, offset: int) -> None:  # noqa: N802
        data = bytes(data)
        longer = offset + len(data) > self.xFileSize()
        if self._disk.full and longer:
            raise apsw.FullError
        if self._disk.read_only:
            raise apsw.ReadOnlyError
        self._harmed(lambda: self._write(data[: len(data) // 2], offset))
        self._write(data, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self._harmed(lambda: None)
        super().xTruncate(size)
        self._disk.remember(self._path)

    def xSync(self, flags: int) -> None:  # noqa: N802
        """What counts as synced is ours to say: no real disk is waited for."""
        self._harmed(lambda: None)
        self._disk.remember(self._path)

    def _write(self, data: bytes, offset: int) -> None:
        super().xWrite(data, offset)
        self._disk.kept[self._path].since.append((offset, data))

    def _harmed(self, tear: Callable[[], None]) -> None:
        disk = self._disk
        if not disk.happens():
            return
        match disk.harm:
            case Harm.FAILS:
                raise apsw.IOError
            case Harm.FULL:
                disk.full = True
                raise apsw.FullError
            case Harm.TORN:
                tear()
                disk.cut()
            case _:
                disk.cut()


def _half_forgotten(kept: _Kept) -> bytes:
    """The synced content, and every other sector of what was written since, as drives order their writes."""
    content, odd = bytearray(kept.synced), False
    for offset, data in kept.since:
        for start in range(0, len(data), SECTOR):
            odd = not odd
            if odd:
                _put(content, offset + start, data[start : start + SECTOR])
    return bytes(content)


def _put(content: bytearray, offset: int, data: bytes) -> None:
    if len(content) < offset + len(data):
        content.extend(bytes(offset + len(data) - len(content)))
    content[offset : offset + len(data)] = data
