"""Another process' memory, searched: what a core image of it would hold."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

_REGION = re.compile(r"([0-9a-f]+)-([0-9a-f]+) r\S+ \S+ \S+ \S+ *(.*)")
_KERNEL = ("[vvar]", "[vsyscall]", "[vdso]", "[vvar_vclock]")


def shapes(digits: str) -> Mapping[str, bytes]:
    """The forms in which digits may lie in memory or in a file."""
    return {
        "ASCII": digits.encode("ascii"),
        "BCD": bytes.fromhex(digits + "F" * (len(digits) % 2)) if digits.isdecimal() else digits.encode("ascii"),
        "UTF-16": digits.encode("utf-16-le"),
        "UTF-16, big end first": digits.encode("utf-16-be"),
        "a byte a digit": bytes(map(int, digits)) if digits.isdecimal() else digits.encode("ascii"),
    }


def count(content: bytes, digits: str) -> dict[str, int]:
    """In which form how often; forms that do not occur are left out."""
    found = {name: content.count(shape) for name, shape in shapes(digits).items()}
    return {name: times for name, times in found.items() if times}


def found_in_process(pid: int, digits: str) -> dict[str, int]:
    """As `count`, for everything that the process can read of its own memory."""
    whole: dict[str, int] = {}
    for content in regions(pid):
        for name, times in count(content, digits).items():
            whole[name] = whole.get(name, 0) + times
    return whole


def found_in_files(folders: Iterable[Path], digits: str) -> dict[str, dict[str, int]]:
    """As `count`, for each file in and below the folders that holds any."""
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    found = {str(path): count(path.read_bytes(), digits) for path in files}
    return {name: times for name, times in found.items() if times}


def regions(pid: int) -> Iterator[bytes]:
    """Each part of what the process can read of its own memory."""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text("utf-8").splitlines():
            region = _REGION.match(line)
            if region is None or region[3] in _KERNEL:
                continue
            start, end = int(region[1], 16), int(region[2], 16)
            memory.seek(start)
            content = b""
            try:
                while len(content) < end - start and (part := memory.read(end - start - len(content))):
                    content += part
            except OSError:  # a device's pages, which no core image holds either
                continue
            yield content
