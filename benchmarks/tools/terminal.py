"""The terminal on a display, with a configuration for sandbox mode."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KIOSK = Path(sys.executable).with_name("kiosk")
BUILD = ROOT / "build" / "benchmarks"

_SANDBOX = {
    "mode": '"sandbox"',
    "card_reader": '"vpcd://127.0.0.1:35974"',
    "id_reader": '"socket://127.0.0.1:18092"',
    "receipt_printer": '"tcp://127.0.0.1:19110"',
    "url": '"http://127.0.0.1:18090"',
    "app_id": '"benchmark"',
    "token_file": '""',
    "fullscreen": "true",
    "folder": f'"{BUILD / "log"}"',
}
"""What differs from kiosk.toml. Ports of its own: a demo may be running beside it."""


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
