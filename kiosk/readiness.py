"""What the configuration asks of the machine, looked at before anything starts: files, folders, libraries."""

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from kiosk.config import Configuration


def unready(configuration: Configuration) -> list[str]:
    """One line for each key whose value this machine cannot serve; empty when it can serve them all."""
    return [*_token(configuration), *_authority(configuration), *_log(configuration), *_pcsc(configuration)]


def _token(configuration: Configuration) -> Iterator[str]:
    path = Path(configuration.backend.token_file)
    if not _readable(path):
        yield f'backend.token_file = "{path}": should be a readable file with the gateway\'s token'
    elif not path.read_text("utf-8", "replace").strip():
        yield f'backend.token_file = "{path}": should hold the gateway\'s token; it is empty'


def _authority(configuration: Configuration) -> Iterator[str]:
    if configuration.backend.ca_file and not _readable(Path(configuration.backend.ca_file)):
        yield f'backend.ca_file = "{configuration.backend.ca_file}": should be a PEM file that this user may read'


def _log(configuration: Configuration) -> Iterator[str]:
    folder = Path(configuration.log.folder)
    existing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK):
        yield f'log.folder = "{folder}": should be a folder that this user may write, or make'


def _pcsc(configuration: Configuration) -> Iterator[str]:
    url = configuration.devices.card_reader
    if url.startswith("pcsc:") and find_spec("smartcard") is None:
        yield f'devices.card_reader = "{url}": needs pyscard; "make demo" builds it, with libpcsclite-dev and swig'


def _readable(path: Path) -> bool:
    return path.is_file() and os.access(path, os.R_OK)
