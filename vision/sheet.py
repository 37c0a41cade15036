"""Finds the sheet that lies in a picture, by what sets it off from the desk, and lays it out flat."""

from dataclasses import dataclass
from typing import Any, Final

from vision.models import arrays, opencv

SEEN_AT: Final = 480
"""Pixels of the longer side at which a sheet is looked for."""
LEAST_SHARE: Final = 0.04
"""Of the picture's area: what is smaller is no sheet."""
_BEND: Final = 0.02
"""How far an outline may leave a straight edge, by its length: a sheet may be a little crumpled."""
_BORDER: Final = 3
"""Pixels, as seen at `SEEN_AT`, from the picture's edge within which an outline is cut off."""
_SEARCHED: Final = 0.009
"""Of the longer side: around a corner found in small, its place is looked for so far in the whole picture."""
_CORNERS: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Four corners, clockwise from the one nearest to the upper left: 4 × (x, y), in pixels of the picture."""

    corners: Any
    cut_off: bool
    """It goes on beyond the picture's edge."""

    @property
    def longer(self) -> float:
        """Pixels of its longer side, as seen."""
        return max(_sides(self.corners))


def find(picture: Any) -> Sheet | None:
    """The largest sheet. `picture`: height × width × 3, 8 bits, in OpenCV's order."""
    cv2 = opencv()
    height, width = picture.shape[:2]
    scale = SEEN_AT / max(height, width)
    small = cv2.resize(picture, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    outlines = [outline for mask in _masks(small) for outline in _outlines(mask)]
    if not outlines:
        return None
    corners, cut_off = max(outlines, key=lambda each: float(cv2.contourArea(each[0])))
    return Sheet(corners / scale if cut_off else _refined(picture, corners / scale), cut_off)


def flattened(picture: Any, sheet: Sheet, most: int) -> Any:
    """The sheet seen from straight above, in its own proportions; its longer side has at most that many pixels."""
    cv2, np = opencv(), arrays()
    across, down = _sides(sheet.corners)
    shrunk = min(1.0, most / max(across, down))
    width, height = max(round(across * shrunk), 1), max(round(down * shrunk), 1)
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    plane = cv2.getPerspectiveTransform(sheet.corners, flat)
    return cv2.warpPerspective(picture, plane, (width, height), flags=cv2.INTER_LINEAR)


def moved(one: Sheet, other: Sheet) -> float:
    """How far the corner went that went farthest, in pixels."""
    np = arrays()

    return float(np.linalg.norm(one.corners - other.corners, axis=1).max())


def _sides(corners: Any) -> tuple[float, float]:
    """The longer of both edges across, and of both down."""
    np = arrays()

    upper_left, upper_right, lower_right, lower_left = corners
    pairs = ((upper_right - upper_left, lower_right - lower_left), (lower_left - upper_left, lower_right - upper_right))
    across, down = (max(float(np.linalg.norm(edge)) for edge in pair) for pair in pairs)
    return across, down


def _refined(picture: Any, corners: Any) -> Any:
    """The corners where the picture itself has them; what moved away farther than it was searched stays as it was."""
    cv2, np = opencv(), arrays()
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    side = max(3, round(max(grey.shape) * _SEARCHED))
    ends = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.1)
    refined = cv2.cornerSubPix(grey, corners.reshape(-1, 1, 2).copy(), (side, side), (-1, -1), ends).reshape(-1, 2)
    strayed = np.linalg.norm(refined - corners, axis=1) > side
    refined[strayed] = corners[strayed]
    return refined


def _masks(small: Any) -> tuple[Any, ...]:
    """What is lighter than the desk, what is darker, and what edges enclose."""
    cv2, np = opencv(), arrays()
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (0, 0), 1.5)
    _, light = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    kernel = np.ones((5, 5), np.uint8)
    edges = cv2.dilate(cv2.Canny(grey, 30, 90), kernel)
    closed = cv2.morphologyEx(light, cv2.MORPH_CLOSE, kernel)
    return closed, cv2.bitwise_not(closed), edges


def _outlines(mask: Any) -> list[tuple[Any, bool]]:
    """Four corners and whether cut off, of whatever has four and is large enough."""
    cv2 = opencv()
    height, width = mask.shape[:2]
    found: list[tuple[Any, bool]] = []
    for contour in cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        hull = cv2.convexHull(contour)
        share = cv2.contourArea(hull) / (height * width)
        polygon = cv2.approxPolyDP(hull, _BEND * cv2.arcLength(hull, True), True)
        if share >= LEAST_SHARE and len(polygon) == _CORNERS and not _is_frame(hull, mask.shape):
            points = polygon.reshape(-1, 2).astype("float32")
            found.append((_clockwise(points), _cut_off(points, width, height)))
    return found


def _is_frame(hull: Any, shape: tuple[int, int]) -> bool:
    """The desk itself, around whatever lies on it: it touches all four edges of the picture."""
    x, y, width, height = opencv().boundingRect(hull)
    return min(x, y) <= 1 and x + width >= shape[1] - 1 and y + height >= shape[0] - 1


def _cut_off(points: Any, width: int, height: int) -> bool:
    x, y = points[:, 0], points[:, 1]
    inside = x.min() > _BORDER and y.min() > _BORDER and x.max() < width - _BORDER and y.max() < height - _BORDER
    return not inside


def _clockwise(points: Any) -> Any:
    """Beginning with the corner nearest to the upper left."""
    np = arrays()

    middle = points.mean(axis=0)
    order = np.argsort(np.arctan2(points[:, 1] - middle[1], points[:, 0] - middle[0]))
    turned = points[order]
    return np.roll(turned, -int(np.argmin(turned.sum(axis=1))), axis=0)
