"""The terminal on a display, in sandbox mode with simulated equipment around it."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sandbox.backend.server import APP_ID
from tools.display import Display, running

ROOT = Path(__file__).resolve().parents[2]
KIOSK = Path(sys.executable).with_name("kiosk")
BUILD = ROOT / "build" / "benchmarks"

CARD, ID_READER, PRINTER, BACKEND, CONTROL = 35974, 18092, 19110, 18090, 18091
"""Ports of the benchmarks' own: a demo may be running beside them."""
READY_S = 20.0

_SANDBOX = {
    "mode": '"sandbox"',
    "card_reader": f'"vpcd://127.0.0.1:{CARD}"',
    "id_reader": f'"socket://127.0.0.1:{ID_READER}"',
    "receipt_printer": f'"tcp://127.0.0.1:{PRINTER}"',
    "url": f'"http://127.0.0.1:{BACKEND}"',
    "app_id": f'"{APP_ID}"',
    "token_file": f'"{BUILD / "sandbox" / "backend" / "backend-token"}"',
    "fullscreen": "true",
    "folder": f'"{BUILD / "log"}"',
}
"""What differs from kiosk.toml."""


def configuration(**changes: str) -> Path:
    """A file for `kiosk run --config`: kiosk.toml in sandbox mode, with `changes` as written in TOML."""
    words = (ROOT / "kiosk.toml").read_text(encoding="utf-8")
    for key, value in (_SANDBOX | changes).items():
        words = re.sub(rf"(?m)^{key} = .*$", f"{key} = {value}", words)
    BUILD.mkdir(parents=True, exist_ok=True)
    path = BUILD / "kiosk.toml"
    path.write_text(words, encoding="utf-8")
    return path


def command(config: Path) -> list[str | Path]:
    """Starts the terminal."""
    return [KIOSK, "run", "--config", config]


@contextmanager
def running_on(shown_on: Display) -> Iterator[subprocess.Popen[bytes]]:
    """The terminal, from its first words on."""
    with running(command(configuration()), env=shown_on.environment) as process:
        shown_on.wait_for_words(process)
        yield process


@contextmanager
def sandbox() -> Iterator[None]:
    """The equipment and the bureau, simulated, from when they answer."""
    ports = {"backend": BACKEND, "control": CONTROL, "id-reader": ID_READER, "printer": PRINTER, "card": CARD}
    options = [word for part, port in ports.items() for word in (f"--{part}-port", str(port))]
    with running([KIOSK, "sandbox", "--no-prompt", "--data", BUILD / "sandbox", *options]):
        _wait_for(CONTROL)
        yield


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + READY_S
    while time.monotonic() < deadline:
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"kiosk sandbox: nothing answers on port {port}")
