"""Moves a photographed face: a mesh over head and background is turned in space and drawn with the photograph on it."""

from dataclasses import dataclass
from typing import Any

from sandbox.faces import SIZE, portrait
from sandbox.faces.arrays import cv2, np

_RIGHT_UPPER = (246, 161, 160, 159, 158, 157, 173)
_RIGHT_LOWER = (7, 163, 144, 145, 153, 154, 155)
_RIGHT_CREASE = (247, 30, 29, 27, 28, 56, 190)
_LEFT_UPPER = (466, 388, 387, 386, 385, 384, 398)
_LEFT_LOWER = (249, 390, 373, 374, 380, 381, 382)
_LEFT_CREASE = (467, 260, 259, 257, 258, 286, 414)
_EYES = (
    (_RIGHT_UPPER, _RIGHT_LOWER, _RIGHT_CREASE, (33, 133)),
    (_LEFT_UPPER, _LEFT_LOWER, _LEFT_CREASE, (263, 362)),
)
_UPPER_LIP = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
_INNER_LIPS = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95)
_OVAL = (
    *(10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377),
    *(152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109),
)
_HAIR, _AIR = 1.35, 1.75
"""Rings around the face: how much larger than it the head is, and where the head no longer moves the picture."""
_MOUTH_DARK = (30, 22, 48)
_HARDLY = 0.05
"""What is opened or shut less is not drawn."""
_FLAT = 1e-3
_FINE = 150
"""Pixels of a face's height from where on a lid's edges are softened."""


@dataclass(frozen=True, slots=True)
class Pose:
    """How a face is held: degrees (`yaw` to the person's left, `pitch` down), pixels, and shares from 0 to 1."""

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0
    blink: float = 0.0
    mouth: float = 0.0


class Puppet:
    """One face, drawn at any `size` (width, height; 4 : 3)."""

    def __init__(self, name: str, size: tuple[int, int] = SIZE) -> None:
        told = portrait(name)
        zoom = size[0] / SIZE[0]
        self._size = size
        self._image = cv2.resize(told.image, size, interpolation=cv2.INTER_AREA)
        self._face = told.points * zoom
        self._unit = float(np.ptp(self._face[:, 1]))
        """The face's height, by which everything moves."""
        self._middle = self._face[:, :2].mean(axis=0)
        self._pivot = np.array([*self._middle, 0.45 * self._unit])
        self._rings = self._surroundings()
        self._source = np.vstack([self._face[:, :2], *(ring[:, :2] for ring in self._rings)])
        self._triangles = _triangulated(self._source, size)
        self._eye_lines = self._measured_mouth()

    def draw(self, pose: Pose) -> Any:
        """The picture, height × width × 3."""
        face = self._placed(self._expressed(pose), pose)
        hair, air, edge = self._rings
        turned = self._placed(hair, pose)
        aside = air + (self._placed(air, pose) - air) * 0.25
        points = np.vstack([face, turned, aside, edge])
        picture = self._textured(points)
        picture = self._mouth_opened(picture, face, pose.mouth)
        return self._eyes_shut(picture, face, pose.blink)

    def place(self, pose: Pose) -> Any:
        """Where the 468 points are in that picture."""
        return self._placed(self._expressed(pose), pose)[:, :2]

    def _surroundings(self) -> tuple[Any, Any, Any]:
        oval = self._face[list(_OVAL)]
        hair, air = oval.copy(), oval.copy()
        hair[:, :2] = self._middle + (oval[:, :2] - self._middle) * _HAIR
        hair[:, 2] = 0.4 * self._unit
        air[:, :2] = self._middle + (oval[:, :2] - self._middle) * _AIR
        air[:, 2] = 0.45 * self._unit
        width, height = self._size
        across, down = np.linspace(0, width - 1, 9), np.linspace(0, height - 1, 7)
        edge = [(x, y, 0.0) for x in across for y in (0, height - 1)]
        edge += [(x, y, 0.0) for y in down[1:-1] for x in (0, width - 1)]
        return self._inside(hair), self._inside(air), np.array(edge)

    def _inside(self, ring: Any) -> Any:
        width, height = self._size
        ring[:, 0], ring[:, 1] = np.clip(ring[:, 0], 1, width - 2), np.clip(ring[:, 1], 1, height - 2)
        return ring

    def _measured_mouth(self) -> tuple[float, float, float]:
        corners = self._face[[78, 308], :2]
        line, middle = corners.mean(axis=0)[1], corners.mean(axis=0)[0]
        return float(line), float(middle), float(np.ptp(corners[:, 0]))

    def _expressed(self, pose: Pose) -> Any:
        points = self._face.copy()
        line, middle, width = self._eye_lines
        below = np.clip((self._face[:, 1] - line) / (0.03 * self._unit), 0, 1)
        aside = 1 - 0.6 * np.minimum(1, ((self._face[:, 0] - middle) / (0.5 * width)) ** 2)
        drop = below * aside
        drop[list(_UPPER_LIP)] = 0
        points[:, 1] += drop * pose.mouth * 0.17 * self._unit
        return points

    def _placed(self, points: Any, pose: Pose) -> Any:
        """Turned about the neck, then moved; nearer parts grow a little (the camera is four faces away)."""
        yaw, pitch, roll = np.radians((pose.yaw, pose.pitch, pose.roll))
        about = points - self._pivot
        x = about[:, 0] * np.cos(yaw) - about[:, 2] * np.sin(yaw)
        z = about[:, 0] * np.sin(yaw) + about[:, 2] * np.cos(yaw)
        y = about[:, 1] * np.cos(pitch) - z * np.sin(pitch)
        z = about[:, 1] * np.sin(pitch) + z * np.cos(pitch)
        x, y = x * np.cos(roll) - y * np.sin(roll), x * np.sin(roll) + y * np.cos(roll)
        far = 4 * self._unit
        before = far / (far + about[:, 2])
        grown = pose.scale * (far / (far + z)) / before
        shift = np.array([pose.x, pose.y]) * self._unit
        return np.column_stack([x * grown + self._pivot[0] + shift[0], y * grown + self._pivot[1] + shift[1], z])

    def _textured(self, points: Any) -> Any:
        """Triangles from far to near, each with its part of the photograph."""
        corners = points[self._triangles]
        order = np.argsort(-corners[:, :, 2].mean(axis=1))
        width, height = self._size
        owner = np.zeros((height, width), np.int32)
        fixed = np.round(corners[:, :, :2] * 16).astype(np.int32)
        for at in order:
            cv2.fillConvexPoly(owner, fixed[at], int(at) + 1, cv2.LINE_8, 4)
        to_source = _affine(corners[:, :, :2], self._source[self._triangles])
        chosen = to_source[np.maximum(owner, 1) - 1]
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        maps = [chosen[..., row, 0] * x + chosen[..., row, 1] * y + chosen[..., row, 2] for row in (0, 1)]
        return cv2.remap(self._image, *maps, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    def _eyes_shut(self, picture: Any, face: Any, share: float) -> Any:
        """A lid in the skin's own colour comes down over each eye, lashes at its edge."""
        if share < _HARDLY:
            return picture
        shut = picture.copy()
        for upper, lower, crease, corners in _EYES:
            top, bottom, fold = (face[list(line), :2] for line in (upper, lower, crease))
            opening = bottom - top
            high = top - 0.45 * opening
            edge = top + (bottom - top + 0.2 * opening) * share - 0.45 * opening * (1 - share)
            outer, inner = face[list(corners), :2]
            lid = np.vstack([outer, high, inner, edge[::-1]])
            skin = _skin(picture, np.vstack([fold, bottom + 1.2 * opening]))
            cv2.fillPoly(shut, [_fixed(lid)], skin, cv2.LINE_AA, 4)
            lashes = _fixed(np.vstack([outer, edge, inner]))
            thick = max(1, round(self._unit / _FINE))
            cv2.polylines(
                shut,
                [lashes],
                isClosed=False,
                color=[0.45 * part for part in skin],
                thickness=thick,
                lineType=cv2.LINE_AA,
                shift=4,
            )
        return cv2.GaussianBlur(shut, (3, 3), 0.6) if self._unit > _FINE else shut

    def _mouth_opened(self, picture: Any, face: Any, share: float) -> Any:
        if share < _HARDLY:
            return picture
        dark = picture.copy()
        cv2.fillPoly(dark, [_fixed(face[list(_INNER_LIPS), :2])], _MOUTH_DARK, cv2.LINE_AA, 4)
        return cv2.addWeighted(dark, min(1.0, share * 1.6), picture, 1 - min(1.0, share * 1.6), 0)


def _triangulated(points: Any, size: tuple[int, int]) -> Any:
    """Delaunay's triangles over the points, as their numbers."""
    division = cv2.Subdiv2D((-10, -10, size[0] + 20, size[1] + 20))
    wanted = points.astype(np.float32)
    for x, y in wanted:
        division.insert((float(x), float(y)))
    corners = division.getTriangleList().reshape(-1, 3, 2)
    inside = ((corners >= -1) & (corners <= np.array(size))).all(axis=(1, 2))
    flat = corners[inside].reshape(-1, 2)
    nearest = ((flat[:, None, :] - wanted[None]) ** 2).sum(axis=2).argmin(axis=1)
    return nearest.reshape(-1, 3)


def _affine(moved: Any, source: Any) -> Any:
    """For each triangle the 2 × 3 that leads from the picture back to the photograph."""
    count = len(moved)
    system = np.concatenate([moved, np.ones((count, 3, 1))], axis=2)
    flat = np.abs(np.linalg.det(system)) < _FLAT
    system[flat] += np.eye(3) * 1e-2
    solved = np.linalg.solve(system, source)
    return solved.transpose(0, 2, 1).astype(np.float32)


def _fixed(points: Any) -> Any:
    """Coordinates in sixteenths of a pixel, as OpenCV draws them."""
    return np.round(points * 16).astype(np.int32)


def _skin(picture: Any, places: Any) -> list[float]:
    """The middling colour at some places."""
    x, y = np.round(places).astype(int).T
    x, y = x.clip(0, picture.shape[1] - 1), y.clip(0, picture.shape[0] - 1)
    return [float(part) for part in np.median(picture[y, x], axis=0)]
