"""What the kernel tells of devices on USB, from a tree laid out as sysfs lays it."""

from pathlib import Path

import pytest

from devices.usb_identity import usb_identity


@pytest.fixture
def sysfs(tmp_path: Path) -> Path:
    """A camera, a serial converter and a printer on the bus; a serial port of the board beside them."""
    for place, vendor, product, name, serial in (
        ("1-1", "046d", "0825", "HD Webcam", "SN0825"),
        ("1-2", "1a86", "7523", "USB Serial", ""),
        ("1-3", "04b8", "0e15", "TM-T20II", "J3JF000001"),
    ):
        own = tmp_path / "devices/pci0000:00/usb1" / place
        own.mkdir(parents=True)
        told = {"idVendor": vendor, "idProduct": product, "product": name, "serial": serial, "bcdDevice": "0110"}
        for file, words in told.items():
            (own / file).write_text(f"{words}\n")
        buses = tmp_path / "bus/usb/devices"
        buses.mkdir(parents=True, exist_ok=True)
        (buses / place).symlink_to(own)
    node(tmp_path, "video4linux", "video0", "usb1/1-1/1-1:1.0/video4linux/video0")
    node(tmp_path, "tty", "ttyUSB0", "usb1/1-2/1-2:1.0/ttyUSB0/tty/ttyUSB0")
    node(tmp_path, "tty", "ttyS1", "00:05/tty/ttyS1")
    return tmp_path


def node(root: Path, kind: str, name: str, place: str) -> None:
    real = root / "devices/pci0000:00" / place
    real.mkdir(parents=True)
    (root / "class" / kind).mkdir(parents=True, exist_ok=True)
    (root / "class" / kind / name).symlink_to(real)


@pytest.mark.parametrize("url", ["/dev/video0", "0"])
def test_a_camera_tells_model_serial_and_firmware(sysfs: Path, url: str) -> None:
    assert usb_identity(url, sysfs) == {"model": "HD Webcam", "serial": "SN0825", "firmware": "0110"}


@pytest.mark.parametrize("url", ["/dev/ttyUSB0?baudrate=115200", "zt598:/dev/ttyUSB0", "serial:/dev/ttyUSB0"])
def test_a_serial_line_by_usb_tells_of_its_converter(sysfs: Path, url: str) -> None:
    assert usb_identity(url, sysfs) == {"model": "USB Serial", "firmware": "0110"}


def test_a_printer_is_found_by_its_two_numbers(sysfs: Path) -> None:
    assert usb_identity("usb:04B8:0E15", sysfs)["serial"] == "J3JF000001"


@pytest.mark.parametrize(
    "url", ["/dev/ttyS1", "/dev/ttyUSB9", "usb:dead:beef", "tcp://127.0.0.1:9100", "http://127.0.0.1/v.mjpg", "screen"]
)
def test_what_hangs_on_no_usb_tells_nothing(sysfs: Path, url: str) -> None:
    assert usb_identity(url, sysfs) == {}


def test_a_serial_number_of_nonsense_is_cut_and_without_control_characters(sysfs: Path) -> None:
    (sysfs / "bus/usb/devices/1-1/serial").write_bytes(b"\x1b[31m" + b"9" * 900 + b"\n")
    assert usb_identity("0", sysfs)["serial"] == ("[31m" + "9" * 60)
