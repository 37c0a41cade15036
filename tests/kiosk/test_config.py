"""kiosk.toml: every wrong line is named with its key, its value and what it should be, and nothing starts."""

import tomllib
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import NODEFAULT, fields

from kiosk.cli import main
from kiosk.config import ConfigurationError, Mode, load, validate
from kiosk.readiness import unready
from kiosk.tables import Configuration

SHIPPED = Path(__file__).parents[2] / "kiosk.toml"


def wrong(**changes: dict[str, Any]) -> list[str]:
    with pytest.raises(ConfigurationError) as raised:
        load(SHIPPED, changes)
    return [line.removeprefix(f"{SHIPPED}: ") for line in raised.value.lines]


def test_the_shipped_file_is_right_and_live() -> None:
    assert load(SHIPPED).terminal.mode is Mode.LIVE


def test_the_shipped_file_shows_every_key_with_its_default() -> None:
    shipped = tomllib.loads(SHIPPED.read_text("utf-8"))
    for table in fields(Configuration):
        for key in fields(table.type):
            assert key.name in shipped[table.name], f"{table.name}.{key.name}"
            if key.default is not NODEFAULT and table.name != "terminal":
                assert shipped[table.name][key.name] == key.default, f"{table.name}.{key.name}"


def test_every_line_of_the_shipped_file_is_explained() -> None:
    lines = SHIPPED.read_text("utf-8").splitlines()
    for above, line in pairwise(lines):
        if line.startswith("["):
            assert above == "" or above.startswith("#")


def test_all_wrong_lines_are_named_at_once() -> None:
    assert wrong(limits={"warning": "x", "session_idle": 5}, terminal={"id": "?"}) == [
        'terminal.id = "?": should be 2 to 12 letters and digits, as A01',
        "limits.session_idle = 5: should be a whole number from 40 to 600",
        'limits.warning = "x": should be a whole number from 20 to 60',
    ]


def test_an_unknown_key_is_told_which_keys_there_are() -> None:
    (line,) = wrong(printer={"charsett": "gbk"})
    assert line.startswith("printer.charsett: there is no such key; [printer] has charset")


def test_an_unknown_table_is_told_which_tables_there_are() -> None:
    (line,) = wrong(printers={"charset": "gbk"})
    assert line.startswith("printers: there is no such table; there are [terminal], [devices]")


def test_a_missing_key_is_told_what_it_should_be() -> None:
    tables = tomllib.loads(SHIPPED.read_text("utf-8"))
    del tables["terminal"]["district"]
    with pytest.raises(ConfigurationError, match="district: is missing; it should be six digits"):
        validate(tables)


def test_a_whole_number_is_no_switch_and_a_switch_no_number() -> None:
    assert wrong(screen={"fullscreen": 1, "width": True}) == [
        "screen.width = true: should be a whole number from 800 to 4096",
        "screen.fullscreen = 1: should be true or false",
    ]


@pytest.mark.parametrize(
    ("key", "url"),
    [
        ("card_reader", "pcsc"),
        ("card_reader", "vpcd://192.168.1.5:35963"),
        ("card_reader", "vpcd://127.0.0.1:99999"),
        ("id_reader", "ttyUSB0"),
        ("id_reader", "/dev/ttyUSB0?baud=9600"),
        ("receipt_printer", "usb:04b8"),
        ("receipt_printer", "tcp://printer"),
        ("receipt_printer", "lp0"),
        ("pin_pad", ""),
        ("pin_pad", "zt598:"),
        ("pin_pad", "zt599:/dev/ttyS2"),
        ("pin_pad", "/dev/ttyS2"),
        ("document_printer", "cups:"),
        ("document_printer", "cups:two words"),
        ("document_printer", "A4"),
        ("camera", "video0"),
        ("document_camera", "host/video.mjpg"),
        ("document_camera", "/dev/video2?size=large"),
        ("document_camera", "2?format=mjpg"),
    ],
)
def test_a_device_url_that_cannot_be_is_refused(key: str, url: str) -> None:
    (line,) = wrong(devices={key: url}, terminal={"mode": "sandbox"}, backend={"url": "http://127.0.0.1:1"})
    assert line.startswith(f'devices.{key} = "{url}": should be')


def test_half_a_service_point_is_refused() -> None:
    (line,) = wrong(service_point={"place": "a", "place_en": "b", "hours": "c", "hours_en": "d"})
    assert line == 'service_point.phone = "": should be there, as the others of [service_point] are'


@pytest.mark.parametrize(
    ("key", "url"),
    [
        ("card_reader", "pcsc:ACS ACR39U ICC Reader 00 00"),
        ("id_reader", "COM3"),
        ("id_reader", "socket://127.0.0.1:18082?baudrate=115200"),
        ("id_reader", "rfc2217://10.0.0.2:2217"),
        ("receipt_printer", "usb:04B8:0E15"),
        ("receipt_printer", "serial:/dev/ttyS1?baudrate=9600"),
        ("receipt_printer", "file:/dev/usb/lp0"),
        ("pin_pad", "screen"),
        ("pin_pad", "zt598:/dev/ttyS2"),
        ("pin_pad", "zt598:COM4?baudrate=19200"),
        ("document_printer", ""),
        ("document_printer", "cups:A4"),
        ("camera", ""),
        ("camera", "0"),
        ("camera", "/dev/video0"),
        ("document_camera", "http://127.0.0.1:18084/video.mjpg"),
        ("document_camera", "rtsp://10.0.0.9/1"),
        ("document_camera", "/dev/video2?size=2592x1944&format=mjpg"),
        ("document_camera", "2?size=2592x1944"),
    ],
)
def test_every_form_of_a_device_url_is_taken(key: str, url: str) -> None:
    assert getattr(load(SHIPPED, {"devices": {key: url}}).devices, key) == url


def test_live_mode_refuses_everything_of_the_sandbox() -> None:
    assert wrong(devices={"card_reader": "vpcd://127.0.0.1:35964"}, backend={"url": "http://127.0.0.1:1"}) == [
        'devices.card_reader = "vpcd://127.0.0.1:35964": in live mode it should be "pcsc:" or "pcsc:NAME"',
        'backend.url = "http://127.0.0.1:1": in live mode it should begin with "https://"',
    ]


@pytest.mark.parametrize(
    ("key", "url"),
    [("pin_pad", "zt598:socket://127.0.0.1:18083"), ("document_printer", "file:build/documents")],
)
def test_what_the_sandbox_alone_may_have_is_refused_live(key: str, url: str) -> None:
    (line,) = wrong(devices={key: url})
    assert line.startswith(f'devices.{key} = "{url}": in live mode it should be')
    sandbox = {"terminal": {"mode": "sandbox"}, "backend": {"url": "http://127.0.0.1:1"}}
    assert getattr(load(SHIPPED, {"devices": {key: url}} | sandbox).devices, key) == url


def test_the_sandbox_stays_on_this_machine() -> None:
    (line,) = wrong(terminal={"mode": "sandbox"}, backend={"url": "http://10.1.2.3"})
    assert "127.0.0.1" in line


def test_keys_that_contradict_each_other_are_named() -> None:
    assert wrong(card={"pin_least": 8})[0].startswith("card.pin_least = 8: should be at most")
    assert wrong(limits={"warning": 60})[0].startswith("limits.warning = 60: should be shorter")


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.dictionaries(st.text(), inner))
)
def test_no_table_of_whatever_kind_is_more_than_wrong(value: Any) -> None:
    with suppress(ConfigurationError):
        validate({"terminal": value, "limits": value, "log": value})


def test_check_and_run_say_what_is_wrong_and_end_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(SHIPPED.read_text("utf-8").replace('id = "A01"', 'id = "A 01"'), "utf-8")
    for command in ("check", "run"):
        assert main([command, "--config", str(file)]) == 2
        said = capsys.readouterr().err.splitlines()
        assert said == [f'{file}: terminal.id = "A 01": should be 2 to 12 letters and digits, as A01']


@pytest.mark.parametrize("content", ["[terminal", "\x00", "a = 1\na = 2"])
def test_a_file_that_is_no_toml_is_one_line(tmp_path: Path, content: str) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(content, "utf-8")
    with pytest.raises(ConfigurationError, match="is not TOML"):
        load(file)


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="there is no such file"):
        load(tmp_path / "kiosk.toml")


def test_what_the_machine_lacks_is_named_before_anything_starts(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("")
    (tmp_path / "file").write_text("x")
    configuration = load(
        SHIPPED,
        {
            "backend": {"token_file": str(tmp_path / "empty"), "ca_file": str(tmp_path / "none.pem")},
            "log": {"folder": str(tmp_path / "file" / "log")},
        },
    )
    keys = [line.split(" ")[0] for line in unready(configuration)]
    assert keys[:3] == ["backend.token_file", "backend.ca_file", "log.folder"]


def test_a_photo_decoder_that_cannot_be_run_is_named_and_none_is_right(tmp_path: Path) -> None:
    no_program = tmp_path / "decode"
    no_program.write_text("")
    for path, lines in ((str(no_program), 1), (str(tmp_path / "nowhere"), 1), ("/bin/cat", 0), ("", 0)):
        found = unready(load(SHIPPED, {"id_reader": {"photo_decoder": path}}))
        assert len([line for line in found if line.startswith("id_reader.photo_decoder")]) == lines
    assert "should be the path of a program" in wrong(id_reader={"photo_decoder": "decode"})[0]


def test_a_hardware_pin_pad_is_taken(tmp_path: Path) -> None:
    configuration = load(SHIPPED, {"devices": {"pin_pad": "zt598:/dev/ttyS2"}})
    assert not [line for line in unready(configuration) if "pin_pad" in line]


def journal_problems(folder: Path, key_file: Path) -> list[str]:
    """What is said of [journal] alone."""
    changes = {"journal": {"folder": str(folder), "key_file": str(key_file)}}
    return [line for line in unready(load(SHIPPED, changes)) if line.startswith("journal.")]


def test_a_new_terminal_may_make_its_journal_and_its_key(tmp_path: Path) -> None:
    assert journal_problems(tmp_path / "new", tmp_path / "new" / "key") == []


def test_a_journal_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (line,) = journal_problems(tmp_path / "file", tmp_path / "key")
    assert line.startswith("journal.folder")


def test_a_key_file_that_others_may_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(bytes(32))
    (tmp_path / "key").chmod(0o640)
    (line,) = journal_problems(tmp_path, tmp_path / "key")
    assert "chmod 600" in line


def test_a_journal_whose_key_is_missing_gets_no_new_one(tmp_path: Path) -> None:
    (tmp_path / "journal.db").write_bytes(b"")
    (line,) = journal_problems(tmp_path, tmp_path / "key")
    assert "it is missing" in line
