"""Tests of what proves and prints documents: the security module's keys used, and a page that CUPS has put on paper."""

from contextlib import closing
from datetime import datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from devices.document_printer import open_document_printer
from devices.psam import Psam, open_psam
from devices.social_security_card import HsmReply, HsmRequest
from kiosk.diagnostics.bench import Bench
from kiosk.diagnostics.device_trials import Traced, card_there, timed
from kiosk.diagnostics.printed_page import CLASSES
from kiosk.diagnostics.trial import Trial
from kiosk.reading_authority import psam_settings

PROOFS: Final = 5
_AREA, _RESET_INFO = "500103", "500103000000000000000000"
"""Of no card: what is made out for it opens nothing."""
_FACTOR, _RAW, _OTHER_RAW = "0123456789ABCDEF", "0011223344556677", "7766554433221100"


def psam_keys(bench: Bench, subject: str) -> Trial:
    """Both keys used for a card that there is none of: the same question is answered the same, another otherwise."""
    settings = psam_settings(bench.configuration.psam)
    with closing(open_psam(bench.url(subject), sandbox=not bench.live)) as slot:
        if not card_there(slot, bench.patience):
            return Trial(False, reason="no_module")
        with Traced(slot.connect()) as wire:
            module = Psam(wire, settings)
            figures = {"atr": wire.atr.hex().upper(), "terminal_number": module.terminal_number()}
            answers: list[HsmReply] = []
            asked = _request(settings.algorithm.value, _RAW)
            times = tuple(timed(lambda: answers.append(module.authorise(asked))) for _ in range(PROOFS))
            other = module.authorise(_request(settings.algorithm.value, _OTHER_RAW))
    right = all(answer == answers[0] for answer in answers) and other.internal_auth != answers[0].internal_auth
    figures |= {"proofs": len(answers), "median_ms": median(times)}
    return Trial(right, "", figures, tuple(wire.trace), times, reason="" if right else "wrong_proof")


def test_sheet(bench: Bench, subject: str) -> Trial:
    """One A4 page with every class of character, followed until CUPS says that it is out; a person looks at it."""
    with closing(open_document_printer(bench.url(subject), sandbox=not bench.live)) as printer:
        document = _page(bench.configuration.terminal.id, bench.wall().astimezone())
        took: list[int | None] = []
        seconds = timed(lambda: took.append(printer.print(document).sheets)) / 1000
        figures = {"bytes": len(document), "seconds": round(seconds, 1)}
        return Trial(True, figures=figures if took[0] is None else figures | {"sheets": took[0]})


def _request(algorithm: str, raw: str) -> HsmRequest:
    return HsmRequest(
        area=_AREA,
        reset_info=_RESET_INFO,
        algorithm=algorithm,
        identifier="",
        internal_factor=_FACTOR,
        internal_raw=raw,
        external_factor=_FACTOR,
        external_raw=raw,
    )


def _page(terminal: str, now: datetime) -> bytes:
    """The PDF; in a folder of its own that goes with it."""
    from ui.paper import write_pdf  # noqa: PLC0415 - a process of its own paints it

    lines = [("终端", terminal), ("时间", f"{now:%Y-%m-%d %H:%M:%S}"), ("字符", ""), *CLASSES]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "page.pdf"
        write_pdf(file, "A4 打印测试页", lines)
        return file.read_bytes()
