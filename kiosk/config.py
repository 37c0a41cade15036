"""Reads and validates kiosk.toml: every wrong line is named with its key, its value and what it should be.

msgspec checks each value, since it loads in a tenth of the time of larger validators and the first frame waits for it.
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from msgspec import UNSET, Meta, ValidationError, convert
from msgspec.structs import NODEFAULT, FieldInfo, fields

from kiosk import site_settings
from kiosk.proof_policy import PolicyError, proof_policy
from kiosk.tables import Configuration, DevicesTable, IdentityTable, LimitsTable, Mode, ServicePointTable, Table

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
ENVELOPE_ID = 16
"""Characters of the application id from which an envelope's key is made."""

__all__ = ["Configuration", "ConfigurationError", "LimitsTable", "Mode", "load", "validate"]


class ConfigurationError(Exception):
    """kiosk.toml cannot be used; `lines` says why, one line for each key."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def load(path: Path, changes: Mapping[str, Mapping[str, Any]] | None = None) -> Configuration:
    """Read and validate `path`; `changes` (table → key → value) go over it, and over both what was changed here.

    `ConfigurationError` says what is wrong.
    """
    tables = _read(path)
    for name, values in (changes or {}).items():
        tables.setdefault(name, {}).update(values)
    configuration = validate(tables, str(path))
    try:
        here = site_settings.read(Path(configuration.journal.folder))
    except site_settings.SiteSettingsError as error:
        raise ConfigurationError(error.lines) from None
    return validate(site_settings.laid_over(tables, here), str(path)) if here else configuration


def validate(tables: Mapping[str, Any], source: str = "kiosk.toml") -> Configuration:
    """The configuration in `tables`, or `ConfigurationError` with one line for each wrong key."""
    lines = [*_unknown_tables(tables)]
    built: dict[str, Table] = {}
    for table in fields(Configuration):
        wrong, values = _checked(table.name, _kind(table), tables.get(table.name, {}))
        lines += wrong
        if not wrong:
            built[table.name] = _kind(table)(**values)
    if not lines:
        configuration = Configuration(**cast("dict[str, Any]", built))
        lines = [*_contradictions(configuration)]
        if not lines:
            return configuration
    raise ConfigurationError([f"{source}: {line}" for line in lines])


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ConfigurationError([f"{path}: there is no such file; copy kiosk.toml from the project"]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError([f"{path}: cannot be read: {error}"]) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError([f"{path}: is not TOML: {error}"]) from None


# Each table and each key by itself.


def _kind(table: FieldInfo) -> type[Table]:
    return cast("type[Table]", table.type)


def _unknown_tables(tables: Mapping[str, Any]) -> Iterator[str]:
    known = [table.name for table in fields(Configuration)]
    for name in tables.keys() - set(known):
        yield f"{name}: there is no such table; there are {', '.join(f'[{each}]' for each in known)}"


def _checked(name: str, kind: type[Table], given: object) -> tuple[list[str], dict[str, Any]]:
    """What is wrong with one table, and its values as they are typed."""
    if not isinstance(given, dict):
        return [f"{name} = {_shown(given)}: should be a table [{name}]"], {}
    values = cast("dict[str, Any]", given)
    keys = {key.name: key for key in fields(kind)}
    wrong = [f"{name}.{key}: there is no such key; [{name}] has {', '.join(keys)}" for key in values if key not in keys]
    typed: dict[str, Any] = {}
    for key in keys.values():
        line = _value(name, key, values.get(key.name, UNSET), typed)
        wrong += [line] if line else []
    return wrong, typed


def _value(table: str, key: FieldInfo, value: object, typed: dict[str, Any]) -> str | None:
    """Put the value of one key into `typed`; or the line that says what it should be."""
    name = f"{table}.{key.name}"
    if value is UNSET:
        return f"{name}: is missing; it should be {_should_be(key)}" if key.default is NODEFAULT else None
    try:
        typed[key.name] = convert(value, key.type)
    except ValidationError:
        return f"{name} = {_shown(value)}: should be {_should_be(key)}"
    return None


def _should_be(key: FieldInfo) -> str:
    metas = (meta for meta in getattr(key.type, "__metadata__", ()) if isinstance(meta, Meta))
    return next((meta.description for meta in metas if meta.description), "of another kind")


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else repr(value)


# Keys that contradict each other.


def _contradictions(configuration: Configuration) -> Iterator[str]:
    yield from _pin_lengths(configuration)
    yield from _warning_time(configuration.limits)
    yield from _service_point(configuration.service_point)
    yield from _identity(configuration.identity)
    yield from _notices(configuration)
    yield from _backend(configuration)
    yield from _mode(configuration)


def _pin_lengths(configuration: Configuration) -> Iterator[str]:
    least, most = configuration.card.pin_least, configuration.card.pin_most
    if least > most:
        yield f"card.pin_least = {least}: should be at most card.pin_most ({most})"


def _warning_time(limits: LimitsTable) -> Iterator[str]:
    shortest = min(limits.session_idle, limits.session_idle_care, limits.sensitive_idle, limits.result_idle)
    if limits.warning >= shortest:
        yield f"limits.warning = {limits.warning}: should be shorter than every idle limit ({shortest})"


def _service_point(point: ServicePointTable) -> Iterator[str]:
    """Half of it sends people to a closed door."""
    missing = [key.name for key in fields(point) if not getattr(point, key.name)]
    if 0 < len(missing) < len(fields(point)):
        yield from (
            f'service_point.{name} = "": should be there, as the others of [service_point] are' for name in missing
        )


def _identity(identity: IdentityTable) -> Iterator[str]:
    """A second check after the first has ended would never come; and a bureau's rules have to be readable."""
    if identity.second_check_after > identity.proof_lasts:
        yield (
            f"identity.second_check_after = {identity.second_check_after}: "
            f"should be at most identity.proof_lasts ({identity.proof_lasts})"
        )
    if identity.policy:
        try:
            proof_policy(identity.policy)
        except PolicyError as error:
            yield from (f'identity.policy = "{identity.policy}": {line}' for line in error.lines)


def _notices(configuration: Configuration) -> Iterator[str]:
    file = configuration.notices.file
    if file:
        from kiosk.public_notices import NoticesError, dated_notices  # noqa: PLC0415 - few have such a file

        try:
            dated_notices(Path(file))
        except NoticesError as error:
            yield from (f'notices.file = "{file}": {line}' for line in error.lines)


def _backend(configuration: Configuration) -> Iterator[str]:
    """A certificate comes with its key; an envelope has both its keys, and an id that makes one."""
    backend, envelope = configuration.backend, configuration.envelope
    if bool(backend.client_cert) is not bool(backend.client_key):
        missing = "client_key" if backend.client_cert else "client_cert"
        yield f'backend.{missing} = "": should be a PEM file too; a certificate goes with its key'
    if backend.messages == "envelope":
        for name in ("key_file", "gateway_key_file"):
            if not getattr(envelope, name):
                yield f'envelope.{name} = "": should be a file; backend.messages = "envelope" needs it'
        if envelope.encrypted and not (backend.app_id.isascii() and len(backend.app_id) >= ENVELOPE_ID):
            yield f'backend.app_id = "{backend.app_id}": should have at least {ENVELOPE_ID} characters for an envelope'


def _mode(configuration: Configuration) -> Iterator[str]:
    """Live refuses everything of the sandbox; the sandbox stays on this machine where it is not encrypted."""
    reader, backend = configuration.devices.card_reader, urlsplit(configuration.backend.url)
    if configuration.terminal.mode is Mode.LIVE:
        if reader.startswith("vpcd:"):
            yield f'devices.card_reader = "{reader}": in live mode it should be "pcsc:" or "pcsc:NAME"'
        if configuration.help.endpoint.startswith("http:"):
            yield f'help.endpoint = "{configuration.help.endpoint}": in live mode it should begin with "https://"'
        yield from _slots_live(configuration.devices)
        yield from _devices_live(configuration.devices)
        if backend.scheme != "https":
            yield f'backend.url = "{configuration.backend.url}": in live mode it should begin with "https://"'
    elif backend.scheme == "http" and backend.hostname not in LOOPBACK:
        yield f'backend.url = "{configuration.backend.url}": plain http should stay on this machine (127.0.0.1)'


def _slots_live(devices: DevicesTable) -> Iterator[str]:
    """No virtual cards, and no virtual security module."""
    for key, value in (("contactless_reader", devices.contactless_reader), ("psam", devices.psam)):
        if value.startswith("vpcd:"):
            yield f'devices.{key} = "{value}": in live mode it should be "" or "pcsc:NAME"'


def _devices_live(devices: DevicesTable) -> Iterator[str]:
    """Digits of a PIN never cross a network, and a document goes to paper, not into a folder."""
    if "://" in devices.pin_pad:
        yield f'devices.pin_pad = "{devices.pin_pad}": in live mode it should be "screen" or "zt598:/dev/ttyS2"'
    if devices.document_printer.startswith("file:") or "@" in devices.document_printer:
        yield f'devices.document_printer = "{devices.document_printer}": in live mode it should be "" or "cups:NAME"'
