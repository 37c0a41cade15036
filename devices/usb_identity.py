"""What a device on USB says of itself in sysfs: maker, model, firmware, serial number; the device is not asked."""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

SYSFS: Final = Path("/sys")
_CLASSES: Final = ("tty", "video4linux", "usbmisc")
_FILES: Final[Mapping[str, str]] = MappingProxyType({
    "maker": "manufacturer",
    "model": "product",
    "firmware": "bcdDevice",
    "serial": "serial",
})  # fmt: skip
"""By the names of the kernel's ABI/testing/sysfs-bus-usb."""
_NODE: Final = re.compile(r"/dev/[^\s?]+")
_VENDOR_PRODUCT: Final = re.compile(r"usb:([0-9a-fA-F]{4}):([0-9a-fA-F]{4})")
_MOST: Final = 64


def usb_identity(url: str, sysfs: Path = SYSFS) -> dict[str, str]:
    """`maker`, `model`, `firmware` and `serial` of the USB device that a device URL leads to; {} where it is none.

    A converter on the way (a serial line by USB) tells of the converter: it is what hangs on the bus.
    """
    device = _device(url, sysfs)
    said = {name: _read(device / file) for name, file in _FILES.items()} if device is not None else {}
    return {name: words for name, words in said.items() if words}


def _device(url: str, sysfs: Path) -> Path | None:
    if (named := _VENDOR_PRODUCT.fullmatch(url)) is not None:
        wanted = [part.lower() for part in named.groups()]
        every = sorted((sysfs / "bus/usb/devices").glob("*/idVendor"))
        found = (file.parent for file in every if [_read(file), _read(file.parent / "idProduct")] == wanted)
        return next(found, None)
    node = Path(f"/dev/video{url}") if url.isdecimal() else _node(url)
    return None if node is None else _above(node.resolve().name, sysfs)


def _node(url: str) -> Path | None:
    found = _NODE.search(url)
    return Path(found[0]) if found else None


def _above(name: str, sysfs: Path) -> Path | None:
    """The first device above the node's own that has the number of a USB vendor."""
    for kind in _CLASSES:
        own = sysfs / "class" / kind / name
        if own.exists():
            real = own.resolve()
            return next((place for place in (real, *real.parents) if (place / "idVendor").exists()), None)
    return None


def _read(file: Path) -> str:
    """One line without control characters; "" where there is none."""
    try:
        words = file.read_text("utf-8", "replace")
    except OSError:
        return ""
    return "".join(sign for sign in words if sign.isprintable()).strip()[:_MOST]
