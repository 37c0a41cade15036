"""The machine below the terminal: disk, memory that must not reach a disk, clock, fonts, configuration."""

from pathlib import Path

from devices.glyphs import system_font
from kiosk.config import ConfigurationError
from kiosk.diagnostics.bench import Bench
from kiosk.diagnostics.report import Figure, Finding, Level
from kiosk.face_networks import networks_trouble
from kiosk.readiness import unready
from vision.models import MODELS

MIB = 1 << 20
LITTLE_DISK, TOO_LITTLE_DISK = 2048 * MIB, 256 * MIB
_IN_MEMORY = "/dev/zram"
_NO_LIMIT = "unlimited"
_WRONG = "configuration_wrong"


def configuration(bench: Bench) -> Finding:
    """kiosk.toml, and the files, folders and libraries that it names."""
    if isinstance(bench.configured, ConfigurationError):
        return Finding(Level.FAILED, "\n".join(bench.configured.lines), reason=_WRONG)
    problems = unready(bench.configured)
    figures: dict[str, Figure] = {"mode": bench.configured.terminal.mode.value}
    if problems:
        return Finding(Level.FAILED, "\n".join(problems), figures, reason=_WRONG)
    return Finding(Level.OK, figures=figures)


def disk(bench: Bench) -> Finding:
    """What is left where the terminal writes."""
    free = bench.free_bytes(Path(bench.configuration.log.folder))
    figures: dict[str, Figure] = {"free_mib": free // MIB}
    if free < LITTLE_DISK:
        return Finding(Level.FAILED if free < TOO_LITTLE_DISK else Level.WARNING, figures=figures, reason="nearly_full")
    return Finding(Level.OK, figures=figures)


def swap(bench: Bench) -> Finding:
    """No swap space on a disk: what a resident typed must never be written there."""
    rows = (bench.proc / "swaps").read_text("utf-8").splitlines()[1:]
    disks = [row.split()[0] for row in rows if not row.startswith(_IN_MEMORY)]
    figures: dict[str, Figure] = {"areas": len(disks)}
    if not disks:
        return Finding(Level.OK, figures=figures)
    return Finding(_in_earnest(bench), " ".join(disks), figures, reason="swap_on_disk")


def core_dumps(bench: Bench) -> Finding:
    """No memory image after a crash: no core file by limit or pattern, and no program that is handed one.

    A pattern that begins with a bar hands every image to a program, whatever the limit says (core(5)).
    """
    pattern = (bench.proc / "sys/kernel/core_pattern").read_text("utf-8").strip()
    limit = _core_limit((bench.proc / "self/limits").read_text("utf-8"))
    handed_on = pattern.startswith("|") and pattern.split()[0] not in ("|/bin/false", "|/bin/true")
    written = bool(pattern) and not pattern.startswith("|") and limit != "0"
    figures: dict[str, Figure] = {"limit": limit, "pattern": pattern}
    if not (handed_on or written):
        return Finding(Level.OK, figures=figures)
    return Finding(_in_earnest(bench), figures=figures, reason="cores_written")


def time_service(bench: Bench) -> Finding:
    """Whether some service keeps the clock."""
    if bench.clock_synchronised():
        return Finding(Level.OK, figures={"synchronised": True})
    return Finding(Level.WARNING, figures={"synchronised": False}, reason="clock_unkept")


def fonts(_bench: Bench) -> Finding:
    """A Chinese font with the mainland's shapes, for the screen and for what the printer has no glyph for."""
    font = system_font.__wrapped__()  # asked anew: what was found at the program's start may be gone
    if font is None:
        return Finding(Level.FAILED, reason="no_font")
    return Finding(Level.OK, figures={"font": font.path.name})


def face_networks(bench: Bench) -> Finding:
    """What sees faces, by the digests of the files that were tested; without it the other ways of proving remain."""
    trouble = networks_trouble(bench.configuration)
    if trouble:
        return Finding(Level.WARNING, reason=f"networks_{trouble}")
    return Finding(Level.OK, figures={"files": len(MODELS)})


def _core_limit(limits: str) -> str:
    """The soft limit of core files in bytes, of the table in /proc/PID/limits."""
    prefix = "Max core file size"
    row = next((line for line in limits.splitlines() if line.startswith(prefix)), f"{prefix} {_NO_LIMIT}")
    return row.removeprefix(prefix).split()[0]


def _in_earnest(bench: Bench) -> Level:
    """What endangers residents' data fails a live terminal; a demonstration has made-up residents."""
    return Level.FAILED if bench.live else Level.WARNING
