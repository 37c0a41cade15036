"""A record of forty years and five insurances (2,400 lines): shown, scrolled beside a document, and gone again.

Software rendering at 1080×1920, offscreen. Needs the fonts and the sandbox's printing press.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
from PySide6.QtGui import QGuiApplication
from tools.figures import Figure, report

from kiosk.backend.records import Insurance, RecordAnswer, RecordMonths
from kiosk.records.bureau import Record
from kiosk.records.history import later
from kiosk.records.pages import months_table, summary
from kiosk.records.paper import WIDTH
from sandbox.records.careers import Insurance as Insured
from sandbox.records.contents import Document, Wanted, contents
from sandbox.records.histories import history
from sandbox.records.papers import composed
from sandbox.records.sealing import sealer
from ui.app import Screen, ScreenOptions
from ui.gallery import GalleryClock, painted
from ui.hand import visible_items
from ui.pages import AnyPage
from ui.specimens import frame, pages

PAINTED_MS, FRAME_MS, MEMORY_MB = 100.0, 16.7, 5.0
YEARS, ROUNDS, FRAMES, VISITS = 40, 12, 600, 10
STEP = 37
"""Pixels between two frames of a scroll: a brisk finger."""
FIRST = 198611


def answers() -> tuple[bytes, list[bytes]]:
    """What the bureau sends: the record in short, and the lines of each insurance."""
    lines = [[later(FIRST, place), 652300, 104368, 52184, place % 4, 202001, place % 2] for place in range(12 * YEARS)]
    insured = {"state": "paying", "since": FIRST, "until": lines[-1][0], "months": len(lines), "deemed": 0}
    whole = {
        "person": {"id_number": "500103199005219700", "name": "张小满"},
        "as_of": "2026-11-20",
        "personal_number": "500123456789",
        "place": "重庆市渝中区",
        "agency": "渝中区社会保险事务中心（样张）",
        "units": [{"number": "04711234", "name": f"重庆示例软件有限公司{place}"} for place in range(2)],
        "insurances": [{"insurance": one.value, "lines": len(lines), **insured} for one in Insurance],
        "documents": [],
        "most_months": 120,
        "public_address": "",
    }
    months = [{"insurance": one.value, "lines": lines, "next": None} for one in Insurance]
    return json.dumps(whole).encode(), [json.dumps(one).encode() for one in months]


def record(short: bytes, long: list[bytes]) -> Record:
    """As the client makes it of what came in."""
    parts = [RecordMonths.model_validate_json(one) for one in long]
    return Record(
        RecordAnswer.model_validate_json(short), MappingProxyType({part.insurance: part.lines for part in parts})
    )


class Bench:
    """A screen; pages are put up, and the time until they are painted is taken."""

    def __init__(self) -> None:
        self.screen = Screen(frame(), ScreenOptions(), GalleryClock())
        self.serial = 0
        while not self.screen.window.property("warm"):
            QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)

    def show(self, page: AnyPage) -> None:
        self.serial += 1
        painted(self.screen, self.serial, page)

    def to_painted(self) -> tuple[list[float], list[float]]:
        """Milliseconds from an answer to the page in short, and from an answer to every month."""
        took: tuple[list[float], list[float]] = ([], [])
        sent = answers()
        for _ in range(ROUNDS):
            for make, kept in zip((summary, months_table), took, strict=True):
                self.show(pages()["working"])
                began = time.perf_counter()
                self.show(make(record(*sent)))
                kept.append((time.perf_counter() - began) * 1000)
        return took

    def scrolled(self) -> list[float]:
        """Milliseconds of each frame while the list moves."""
        self.show(months_table(record(*answers())))
        moving = next(i for i in visible_items(self.screen.window.contentItem()) if i.objectName() == "months")
        frames: list[float] = []
        done = [False]
        self.screen.window.frameSwapped.connect(lambda: done.__setitem__(0, True))
        for turn in range(FRAMES):
            done[0] = False
            began = time.perf_counter()
            moving.setProperty("contentY", float(turn * STEP))
            while not done[0]:
                QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 1)
            frames.append((time.perf_counter() - began) * 1000)
        return frames

    def kept(self) -> float:
        """MB that the process holds after ten visits beyond what it held after one."""
        held: list[float] = []
        for _ in range(VISITS):
            self.show(summary(record(*answers())))
            self.show(months_table(record(*answers())))
            self.screen.reset()
            self.show(pages()["standby"])
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # as `exec` does, which is not running
            held.append(resident_mb())
        return held[-1] - held[0]


@contextmanager
def a_document_beside() -> Iterator[None]:
    """Another process verifies and renders a paper of some pages, over and over."""
    past = history("wang", "500103196811080375", 202611)
    person = {"name": "王守拙", "id_number": "500103196811080375", "sex": "男"}
    order = Wanted(Document.PAYMENTS, tuple(Insured), 201701, 202610)
    pdf = sealer().sealed(composed(contents(person, past, order, "2026年11月20日"), "S1", "S-AAAA-BBBB-CCCC").pdf)
    with tempfile.TemporaryDirectory() as folder:
        paper, root = Path(folder, "record.pdf"), Path(folder, "root.pem")
        paper.write_bytes(pdf)
        root.write_bytes(sealer().root_pem)
        once = f'"{sys.executable}" -m kiosk.records.examination "{root}" {WIDTH} <"{paper}" >/dev/null'
        with subprocess.Popen(["bash", "-c", f"while :; do {once}; done"], start_new_session=True) as beside:
            time.sleep(1)
            yield
            os.killpg(beside.pid, signal.SIGTERM)


def resident_mb() -> float:
    """What the process holds in memory now."""
    pages_held = int(Path("/proc/self/statm").read_text().split()[1])
    return pages_held * os.sysconf("SC_PAGE_SIZE") / 2**20


def p99(values: list[float]) -> float:
    """The 99th percentile."""
    return sorted(values)[int(len(values) * 0.99) - 1]


def main() -> int:
    bench = Bench()
    short, months = bench.to_painted()
    alone = bench.scrolled()
    with a_document_beside():
        beside = bench.scrolled()
    figures = (
        Figure("answer → the record in short, painted (worst)", max(short), "ms", PAINTED_MS),
        Figure("answer → 2,400 lines, painted (worst)", max(months), "ms", PAINTED_MS),
        Figure("a frame of scrolling, alone (p99)", p99(alone), "ms", FRAME_MS),
        Figure("a frame of scrolling, a document beside it (p99)", p99(beside), "ms", FRAME_MS),
        Figure("held after ten visits more than after one", bench.kept(), "MB", MEMORY_MB),
    )
    bench.screen.close()
    return report("a record of forty years", *figures)


if __name__ == "__main__":
    sys.exit(main())
