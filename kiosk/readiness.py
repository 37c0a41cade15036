"""What the configuration asks of the machine, looked at before anything starts: files, folders, libraries."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from kiosk.config import Configuration
from kiosk.files import JOURNAL, OTHERS_MAY
from kiosk.pin_block import PinKeyError, TerminalKey


def unready(configuration: Configuration) -> list[str]:
    """One line for each key whose value this machine cannot serve; empty when it can serve them all."""
    bureau = (_token, _authority, _own_certificate, _envelope, _record_root)
    looks = (*bureau, _log, _journal, _key_file, _pin_key, _pcsc, _photo_decoder)
    return [problem for look in looks for problem in look(configuration)]


def _token(configuration: Configuration) -> Iterator[str]:
    path = Path(configuration.backend.token_file)
    if not _readable(path):
        yield f'backend.token_file = "{path}": should be a readable file with the gateway\'s token'
    elif not path.read_text("utf-8", "replace").strip():
        yield f'backend.token_file = "{path}": should hold the gateway\'s token; it is empty'


def _authority(configuration: Configuration) -> Iterator[str]:
    if configuration.backend.ca_file and not _readable(Path(configuration.backend.ca_file)):
        yield f'backend.ca_file = "{configuration.backend.ca_file}": should be a PEM file that this user may read'


def _own_certificate(configuration: Configuration) -> Iterator[str]:
    """Only where there is one: what reads it takes time to load."""
    backend = configuration.backend
    if not backend.client_cert:
        return
    from kiosk.backend.own_certificate import certificate_trouble, key_trouble  # noqa: PLC0415

    certificate, key = Path(backend.client_cert), Path(backend.client_key)
    if trouble := certificate_trouble(certificate, datetime.now(UTC)):
        yield f'backend.client_cert = "{certificate}": should be the terminal\'s certificate; {trouble}'
    if trouble := key_trouble(key, certificate):
        yield f'backend.client_key = "{key}": should be the key of that certificate; {trouble}'


def _envelope(configuration: Configuration) -> Iterator[str]:
    if configuration.backend.messages != "envelope":
        return
    from kiosk.backend.envelope import COORDINATE_BYTES, key_trouble  # noqa: PLC0415 - as above

    table = configuration.envelope
    own = Path(table.key_file)
    if trouble := key_trouble(own, COORDINATE_BYTES):
        yield f'envelope.key_file = "{own}": should hold an SM2 key; {trouble}'
    elif own.stat().st_mode & OTHERS_MAY:
        yield f'envelope.key_file = "{own}": should be readable by the user who runs the terminal alone (chmod 600)'
    if trouble := key_trouble(Path(table.gateway_key_file), 2 * COORDINATE_BYTES):
        yield f'envelope.gateway_key_file = "{table.gateway_key_file}": should hold the gateway\'s SM2 key; {trouble}'


def _record_root(configuration: Configuration) -> Iterator[str]:
    path = configuration.backend.record_root_file
    if path and not _readable(Path(path)):
        yield f'backend.record_root_file = "{path}": should be a PEM file that this user may read, or ""'


def _log(configuration: Configuration) -> Iterator[str]:
    if not _writable(Path(configuration.log.folder)):
        yield f'log.folder = "{configuration.log.folder}": should be a folder that this user may write, or make'


def _journal(configuration: Configuration) -> Iterator[str]:
    if not _writable(Path(configuration.journal.folder)):
        yield f'journal.folder = "{configuration.journal.folder}": should be a folder that this user may write, or make'


def _key_file(configuration: Configuration) -> Iterator[str]:
    """Present and for this user alone, or to be made; a journal without its key is not given a new one unasked."""
    path, kept = Path(configuration.journal.key_file), Path(configuration.journal.folder) / JOURNAL
    should = f'journal.key_file = "{path}": should be '
    if _exists(path):
        status = path.stat()
        if status.st_mode & OTHERS_MAY or status.st_uid != os.geteuid():
            yield f"{should}readable by the user who runs the terminal and nobody else (chmod 600)"
    elif _exists(kept):
        yield f"{should}the key that {kept} was written with; it is missing"
    elif not _writable(path.parent):
        yield f"{should}in a folder that this user may write, or make"


def _pin_key(configuration: Configuration) -> Iterator[str]:
    table = configuration.pin
    if table.key_file:
        try:
            TerminalKey.open(table.cipher, Path(table.key_file))
        except PinKeyError as error:
            yield f'pin.key_file = "{table.key_file}": should be a usable key; {error}'


def _pcsc(configuration: Configuration) -> Iterator[str]:
    devices = configuration.devices
    slots = {"card_reader": devices.card_reader, "contactless_reader": devices.contactless_reader, "psam": devices.psam}
    for key, url in slots.items():
        if url.startswith("pcsc:") and find_spec("smartcard") is None:
            yield f'devices.{key} = "{url}": needs pyscard; "make demo" builds it, with libpcsclite-dev and swig'


def _photo_decoder(configuration: Configuration) -> Iterator[str]:
    path = configuration.id_reader.photo_decoder
    if path and not (Path(path).is_file() and os.access(path, os.X_OK)):
        yield f'id_reader.photo_decoder = "{path}": should be a program that this user may run, or "" for none'


def _writable(folder: Path) -> bool:
    """Whether it is there and may be written, or can be made."""
    existing = next(path for path in (folder, *folder.absolute().parents) if _exists(path))
    return existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)


def _exists(path: Path) -> bool:
    """False, too, where this user may not even look: the folder has its own line then."""
    return os.access(path, os.F_OK)


def _readable(path: Path) -> bool:
    return path.is_file() and os.access(path, os.R_OK)
