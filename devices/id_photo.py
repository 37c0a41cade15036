"""Opens the photo of an ID card (WLT) by a decoder that the maker licenses; without one it stays closed.

The format is not published, and its decoders are programs or libraries of the reader's makers, each for its own
licence. What is configured is a command: it gets the 1,024 bytes on standard input and writes the picture to standard
output, as BMP, PNG or JPEG. A library is reached by a command of a few lines around it.
"""

import subprocess
from dataclasses import dataclass
from typing import Final

from devices.faults import DeviceError, Fault, Owner

UNDECODED: Final = Fault("id_reader_photo_undecoded", Owner.ENGINEER)
MOST_BYTES: Final = 1 << 20
"""No picture is larger: 102 × 126 pixels are 38 kB as BMP."""
_MAGIC: Final = (b"BM", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


@dataclass(frozen=True, slots=True)
class PhotoDecoder:
    """One command, run anew for each photo. The photo goes through pipes and touches no disk."""

    command: str
    seconds: float = 3.0

    def decode(self, photo: bytes) -> bytes:
        """The picture. Raises `DeviceError`; the detail holds nothing of the photo."""
        try:
            done = subprocess.run(  # noqa: S603 - one program, named by the configuration, without a shell
                [self.command], input=photo, capture_output=True, timeout=self.seconds, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise DeviceError(UNDECODED, f"no picture within {self.seconds:g} s") from error
        except OSError as error:
            raise DeviceError(UNDECODED, error.strerror or type(error).__name__) from error
        if done.returncode:
            raise DeviceError(UNDECODED, f"exit status {done.returncode}")
        if not (done.stdout.startswith(_MAGIC) and len(done.stdout) <= MOST_BYTES):
            raise DeviceError(UNDECODED, f"{len(done.stdout)} bytes that are no BMP, PNG or JPEG")
        return done.stdout
