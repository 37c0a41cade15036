"""The simulators started together."""

import socket
import tomllib
from pathlib import Path

import pytest

from sandbox.listener import Listener
from sandbox.runner import OPTIONAL_PARTS, PARTS, Options, Sandbox, build


@pytest.fixture
def options(tmp_path: Path) -> Options:
    return Options(folder=tmp_path, backend_port=0, control_port=0, id_reader_port=0, printer_port=0)


def port_of(sandbox: Sandbox, part: str) -> int:
    return int(sandbox.parts[part].url.rpartition(":")[2])


def test_all_parts_come_up_and_say_where_they_are(options: Options) -> None:
    with build([], options) as sandbox:
        settings = tomllib.loads(sandbox.toml())

        assert tuple(sandbox.parts) == PARTS
        assert settings["terminal"] == {"mode": "sandbox"}
        assert settings["devices"]["id_reader"] == sandbox.parts["id-reader"].url
        assert settings["devices"]["card_reader"] == "vpcd://127.0.0.1:35964"
        assert settings["backend"]["url"].startswith("http://127.0.0.1:")
        assert Path(settings["backend"]["token_file"]).is_file()


def test_one_part_alone_needs_none_of_the_others(options: Options) -> None:
    with build(["printer"], options, control=False) as sandbox:
        assert sandbox.settings() == {
            "terminal": {"mode": "sandbox"},
            "devices": {"receipt_printer": sandbox.parts["printer"].url},
        }
        socket.create_connection(("127.0.0.1", port_of(sandbox, "printer"))).close()


def test_what_a_terminal_may_have_besides_is_started_by_name(options: Options) -> None:
    besides = Options(**(vars(options) | {"pin_pad_port": 0, "camera_port": 0}))
    with build(OPTIONAL_PARTS, besides, control=False) as sandbox:
        assert tuple(sandbox.parts) == OPTIONAL_PARTS
        devices = sandbox.settings()["devices"]
        assert devices["pin_pad"].startswith("zt598:socket://127.0.0.1:")
        assert devices["camera"].endswith("/video.mjpg")


def test_when_one_part_cannot_start_the_others_are_stopped(options: Options) -> None:
    taken = Listener(0, lambda _: None)
    taken.open()
    sandbox = build(["id-reader", "printer"], Options(**(vars(options) | {"printer_port": taken.port})), control=False)

    with pytest.raises(OSError, match="in use"):
        sandbox.start()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port_of(sandbox, "id-reader")))
    taken.close()


def test_the_same_seed_misbehaves_the_same_way(options: Options) -> None:
    sandbox = build(["id-reader", "printer"], options, control=False)
    again = build(["id-reader", "printer"], options, control=False)

    assert sandbox.misbehave(7) == again.misbehave(7)
    assert len({build(["printer"], options, control=False).misbehave(seed) for seed in range(8)}) > 1


def test_stopping_twice_is_harmless(options: Options) -> None:
    sandbox = build(["id-reader"], options)
    sandbox.start()
    sandbox.stop()
    sandbox.stop()


def test_every_seed_makes_a_fault_of_some_part_and_all_end(options: Options) -> None:
    besides = Options(**(vars(options) | {"pin_pad_port": 0, "camera_port": 0}))
    with build((*PARTS, *OPTIONAL_PARTS), besides, control=False) as sandbox:
        for seed in range(60):
            said = sandbox.misbehave(seed)
            part = said.split()[0]
            assert sandbox.command(part, "fault", "none")


def test_every_part_takes_each_of_its_faults_by_name(options: Options) -> None:
    besides = Options(**(vars(options) | {"pin_pad_port": 0, "camera_port": 0}))
    with build((*PARTS, *OPTIONAL_PARTS), besides, control=False) as sandbox:
        for part in sandbox.parts.values():
            assert part.faults
            for fault in part.faults:
                assert part.command("fault", fault)
            assert part.command("fault", "none")
