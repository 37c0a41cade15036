"""A picture's memory, overwritten as soon as nobody looks at it any more, however many threads did."""

import ctypes
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    """Height × width × 3, in the order blue, green, red (OpenCV's)."""


class Pixels(bytearray):
    """Bytes of one picture. Every view of them, also a part that was cut out, keeps them; with the last they go."""

    def __del__(self) -> None:
        if self:
            ctypes.memset(ctypes.addressof(ctypes.c_char.from_buffer(self)), 0, len(self))


def moved(image: "Picture") -> "Picture":
    """The picture in memory of that kind; the one that came is overwritten at once."""
    import numpy as np  # noqa: PLC0415 (OpenCV has brought it)

    picture = np.frombuffer(Pixels(image.nbytes), np.uint8).reshape(image.shape)
    picture[:] = image
    image[:] = 0
    return picture
