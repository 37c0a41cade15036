"""OpenCV and numpy without their types, which know little of what is in an array."""

from typing import Any

import cv2 as _cv2
import numpy as _np

cv2: Any = _cv2
np: Any = _np
