"""Takes one sheet: finds it, judges light and sharpness, waits until it lies still, keeps the sharpest view laid flat.

As with faces nothing is written to a file; the picture lives in one buffer, and is overwritten when it is over.
"""

from dataclasses import dataclass
from enum import Enum, unique
from types import TracebackType
from typing import Any, Final, Self

from vision.models import arrays, opencv
from vision.sheet import Sheet, find, flattened, moved


@unique
class SheetGuidance(Enum):
    """What is wrong with the sheet as it lies, worst trouble first; `HOLD` when nothing is."""

    NO_PAGE = "no_page"
    CUT_OFF = "cut_off"
    CLOSER = "closer"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    MOVING = "moving"
    BLURRED = "blurred"
    GLARE = "glare"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class SheetLimits:
    """From where on a sheet is good, and how long it has to be (seconds)."""

    ready: float = 60.0
    still: float = 0.8
    least_side: float = 0.45
    """Its longer side, by the picture's: smaller print is not readable any more."""
    dark: float = 70.0
    bright: float = 250.0
    """Of the paper itself, its middling luminance from 0 to 255."""
    moves: float = 0.012
    """Of the picture's longer side, from one picture to the next."""
    sharp: float = 18.0
    """See `Paper.sharpness`."""
    glare: float = 0.006
    """Share of the sheet that a lamp may whiten."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What the sheet's pixels tell."""

    light: float
    sharpness: float
    """How steep its steepest hundredth of edges is, by its light: print in focus gives 40, badly out of it 2."""
    glare: float
    """Share of it that is white without being paper."""


@dataclass(frozen=True, slots=True, eq=False)
class SheetSeen:
    """What one picture led to. `over`: kept well, or given up when `failed`."""

    guidance: SheetGuidance
    sheet: Sheet | None = None
    share: float = 0.0
    """How much of the time is over for which it has to lie still."""
    over: bool = False
    failed: bool = False


KEPT: Final = 1754
"""Pixels of the longer side of what is kept: 150 to an inch of A4 (1754 × 1240), 212 to an inch of A5."""
JUDGED: Final = 900
"""The same, of what light and sharpness are measured at."""
QUALITIES: Final = (88, 80, 70, 60, 50)
"""Of the JPEG, the best first that is small enough."""
SMALLER: Final = 0.75
_MARGIN: Final = 0.05
_WHITE: Final = 250
_PAPER_BELOW: Final = 238
"""Where the paper itself is lighter, what is white is paper."""


class DocumentCapture:
    """One try. Not thread-safe. Leave it by `wipe`, or use it in a `with`."""

    def __init__(self, limits: SheetLimits | None = None) -> None:
        self._limits = limits or SheetLimits()
        self._began: float | None = None
        self._good_since: float | None = None
        self._last: Sheet | None = None
        self._best: Any = None
        self._sharpness = 0.0

    def feed(self, picture: Any, at: float) -> SheetSeen:
        """One picture of the camera (height × width × 3, OpenCV's order) and when it was taken (seconds)."""
        self._began = at if self._began is None else self._began
        sheet = find(picture)
        guidance, sharpness = self._judged(picture, sheet)
        self._last = sheet
        if guidance is not SheetGuidance.HOLD:
            self._good_since = None
            late = at - self._began > self._limits.ready
            return SheetSeen(guidance, sheet, over=late, failed=late)
        assert sheet is not None, "a good picture has a sheet"
        self._keep(picture, sheet, sharpness, anew=self._good_since is None)
        self._good_since = at if self._good_since is None else self._good_since
        held = at - self._good_since
        return SheetSeen(guidance, sheet, min(1.0, held / self._limits.still), over=held >= self._limits.still)

    def best(self, most_bytes: int) -> bytearray | None:
        """The sheet as a JPEG of at most so many bytes, None when none was good. The caller overwrites it after use."""
        return None if self._best is None else _encoded(self._best, most_bytes)

    def wipe(self) -> None:
        """Overwrite the picture."""
        if self._best is not None:
            self._best[:] = 0
        self._best, self._sharpness = None, 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.wipe()

    def _judged(self, picture: Any, sheet: Sheet | None) -> tuple[SheetGuidance, float]:
        if sheet is None:
            dark = float(picture[::8, ::8].mean()) < self._limits.dark / 3
            return (SheetGuidance.TOO_DARK if dark else SheetGuidance.NO_PAGE), 0.0
        longest = max(picture.shape[:2])
        limits, seen = self._limits, measured(picture, sheet)
        still = self._last is not None and moved(sheet, self._last) <= limits.moves * longest
        troubles = (
            (sheet.cut_off, SheetGuidance.CUT_OFF),
            (sheet.longer < limits.least_side * longest, SheetGuidance.CLOSER),
            (seen.light < limits.dark, SheetGuidance.TOO_DARK),
            (seen.light >= limits.bright, SheetGuidance.TOO_BRIGHT),
            (not still, SheetGuidance.MOVING),
            (seen.sharpness < limits.sharp, SheetGuidance.BLURRED),
            (seen.glare > limits.glare, SheetGuidance.GLARE),
        )
        return next((trouble for wrong, trouble in troubles if wrong), SheetGuidance.HOLD), seen.sharpness

    def _keep(self, picture: Any, sheet: Sheet, sharpness: float, *, anew: bool) -> None:
        if not anew and sharpness <= self._sharpness:
            return
        self.wipe()
        self._best, self._sharpness = flattened(picture, sheet, KEPT), sharpness


def measured(picture: Any, sheet: Sheet) -> Paper:
    """Light, sharpness and glare of the sheet, its edge left out."""
    cv2, np = opencv(), arrays()
    flat = cv2.cvtColor(flattened(picture, sheet, JUDGED), cv2.COLOR_BGR2GRAY)
    down, across = (max(1, round(side * _MARGIN)) for side in flat.shape)
    inner = cv2.GaussianBlur(flat[down:-down, across:-across], (0, 0), 0.8)
    light = float(np.median(inner[::4, ::4]))
    steep = np.abs(cv2.Laplacian(inner, cv2.CV_16S))
    sharpness = float(np.percentile(steep[::2, ::2], 99)) * 128 / max(light, 16.0)
    white = cv2.erode((inner >= _WHITE).astype(np.uint8), np.ones((5, 5), np.uint8))
    glare = float(white.mean()) if light < _PAPER_BELOW else 0.0
    return Paper(light, sharpness, glare)


def _encoded(picture: Any, most_bytes: int) -> bytearray:
    """The best quality that is small enough; if none is, the picture is made smaller."""
    cv2 = opencv()
    for quality in QUALITIES:
        _, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
        jpeg = bytearray(encoded)
        encoded[:] = 0
        if len(jpeg) <= most_bytes:
            return jpeg
        jpeg[:] = bytes(len(jpeg))
    smaller = cv2.resize(picture, None, fx=SMALLER, fy=SMALLER, interpolation=cv2.INTER_AREA)
    try:
        return _encoded(smaller, most_bytes)
    finally:
        smaller[:] = 0
