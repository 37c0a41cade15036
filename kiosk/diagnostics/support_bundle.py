"""What goes to the maker for support: log, configuration, tests and versions of one terminal; nothing personal."""

import io
import json
import tarfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from kiosk import __version__
from kiosk.config import Configuration
from kiosk.diagnostics.build import build_digest
from kiosk.diagnostics.log_search import events
from kiosk.diagnostics.outcomes import FILE
from kiosk.diagnostics.personal_scan import PersonalFound, personal_in

DAYS: Final = 14
"""Of the event log."""


class PersonalDataError(Exception):
    """Something personal was found: nothing was written. `found` says where, never what."""

    def __init__(self, found: tuple[PersonalFound, ...]) -> None:
        super().__init__("; ".join(f"{each.place} line {each.line}: {each.kind}" for each in found[:5]))
        self.found = found


def write_bundle(file: Path, config: Path, configuration: Configuration, now: datetime) -> int:
    """Write the bundle (tar, gzip) anew; how many files are in it. `PersonalDataError`, `OSError`."""
    parts = _parts(config, configuration, now)
    found = tuple(each for name, words in parts.items() for each in personal_in(name, words))
    if found:
        raise PersonalDataError(found)
    file.touch(mode=0o600, exist_ok=False)
    with tarfile.open(file, "w:gz") as bundle:
        for name, words in parts.items():
            _add(bundle, name, words.encode(), now)
    return len(parts)


def _parts(config: Path, configuration: Configuration, now: datetime) -> Mapping[str, str]:
    log = events(Path(configuration.log.folder), since=now - timedelta(days=DAYS))
    about = {"terminal": configuration.terminal.id, "version": __version__, "build": build_digest()}
    outcomes = Path(configuration.journal.folder) / FILE
    return {
        "about.json": json.dumps(about | {"at": now.isoformat(timespec="seconds")}),
        "kiosk.toml": config.read_text("utf-8"),
        "events.jsonl": "\n".join(json.dumps(event, ensure_ascii=False) for event in log),
        "tests.json": outcomes.read_text("utf-8") if outcomes.exists() else "[]",
    }


def _add(bundle: tarfile.TarFile, name: str, data: bytes, now: datetime) -> None:
    entry = tarfile.TarInfo(f"kiosk-support/{name}")
    entry.size, entry.mtime, entry.mode = len(data), int(now.timestamp()), 0o600
    bundle.addfile(entry, io.BytesIO(data))
