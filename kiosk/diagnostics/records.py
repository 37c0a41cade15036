"""What the terminal has written down: the journal of operations, and the event log with its chain."""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryFile

from kiosk.diagnostics.bench import Bench
from kiosk.diagnostics.report import Figure, Finding, Level
from kiosk.journal import FILE_NAME, Journal, JournalError
from kiosk.keyring import Keyring, KeyringError
from kiosk.log_chain import lines, verify

Figures = dict[str, Figure]
_UNUSABLE = "journal_unusable"


def journal(bench: Bench) -> Finding:
    """The journal opens with the terminal's key and can be written; how many operations have no outcome yet."""
    table = bench.configuration.journal
    file, key_file = Path(table.folder) / FILE_NAME, Path(table.key_file)
    if not file.exists():
        return _to_be_made(file.parent)
    if not key_file.exists():
        return Finding(Level.FAILED, reason="key_missing")
    try:
        kept = Journal(file, Keyring.open(key_file), bench.wall, terminal=bench.configuration.terminal.id)
    except (JournalError, KeyringError, OSError) as error:
        return Finding(Level.FAILED, type(error).__name__, reason=_UNUSABLE)
    return _looked_into(kept)


def event_log(bench: Bench) -> Finding:
    """The event log can be written, its chain is whole, and what it says of outages that have not ended."""
    folder = Path(bench.configuration.log.folder)
    if not folder.exists():
        return _to_be_made(folder)
    try:
        _try_to_write(folder)
        told = verify(folder)
    except OSError as error:
        return Finding(Level.FAILED, error.strerror or type(error).__name__, reason="not_writable")
    figures: Figures = {"files": told.files, "lines": told.lines, "torn": told.torn}
    if told.problem is not None:
        found = told.problem
        note = f"{found.kind.value}, {found.file} line {found.line}"
        return Finding(Level.FAILED, note, figures, reason="chain_broken")
    return Finding(Level.OK, figures=figures | {"outages_not_ended": _lasting_outages(folder)})


def _looked_into(kept: Journal) -> Finding:
    try:
        kept.check_writable()
        figures: Figures = {"unsettled": len(kept.unsettled())}
        return Finding(Level.OK, figures=figures)
    except JournalError as error:
        return Finding(Level.FAILED, type(error).__name__, reason=_UNUSABLE)
    finally:
        kept.close()


def _to_be_made(folder: Path) -> Finding:
    try:
        _try_to_write(folder)
    except OSError as error:
        return Finding(Level.FAILED, error.strerror or type(error).__name__, reason="not_writable")
    return Finding(Level.OK, reason="none_yet")


def _try_to_write(folder: Path) -> None:
    """Where the folder is still to be made, the one that it is to be made in counts."""
    existing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    with TemporaryFile(dir=existing) as file:
        file.write(b"\n")


def _lasting_outages(folder: Path) -> int:
    """Devices that were lost and did not come back."""
    lost: Counter[str] = Counter()
    for event in (line.event for line in lines(folder) if line.event):
        if event["event"] in ("device.lost", "device.back"):
            lost[event["device"]] = int(event["event"] == "device.lost")
    return lost.total()
