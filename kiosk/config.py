"""kiosk.toml, typed and validated: every wrong line is named with its key, its value and what it should be."""

import tomllib
from enum import Enum, unique
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class ConfigurationError(Exception):
    """kiosk.toml cannot be used; `lines` says why, one line for each key."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@unique
class Mode(Enum):
    """Live serves residents; sandbox shows and prints 样张 everywhere and may use simulated wires."""

    LIVE = "live"
    SANDBOX = "sandbox"


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def _whole(default: int, least: int, most: int) -> Any:
    return Field(default=default, ge=least, le=most, description=f"a whole number from {least} to {most}")


def _words(example: str, pattern: str = r"\S.{0,39}", default: Any = ...) -> Any:
    return Field(default=default, pattern=f"^{pattern}$", description=example)


class TerminalTable(_Table):
    """[terminal]: who and where this terminal is."""

    mode: Annotated[Mode, Field(strict=False, description='"live" or "sandbox"')] = Mode.LIVE
    id: str = _words("2 to 12 letters and digits, as A01", r"[A-Za-z0-9]{2,12}")
    name: str = _words("1 to 40 characters")
    name_en: str = _words("1 to 60 characters", r"\S.{0,59}")
    place: str = _words("1 to 40 characters")
    place_en: str = _words("1 to 60 characters", r"\S.{0,59}")
    district: str = _words("six digits (GB/T 2260), as 500103", r"\d{6}")
    hotline: str = _words("digits and hyphens, as 023-12333", r"[0-9-]{5,20}", "023-12333")
    counter: str = _words("1 to 60 characters", r"\S.{0,59}")
    counter_en: str = _words("1 to 90 characters", r"\S.{0,89}")
    language: str = _words('"zh_CN" or "en"', "(zh_CN|en)", "zh_CN")


_PORT = r"(\d{1,4}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5])"
_BAUD = r"(\?baudrate=\d{4,6})?"


def _one_of(forms: str, *patterns: str) -> Any:
    """A URL that has one of several forms."""
    return _words(forms, f"({'|'.join(patterns)})")


class DevicesTable(_Table):
    """[devices]: one URL for each device."""

    card_reader: str = _one_of(
        '"pcsc:", "pcsc:NAME", or in sandbox mode "vpcd://127.0.0.1:PORT"',
        r"pcsc:.*",
        rf"vpcd://127\.0\.0\.1:{_PORT}",
    )
    id_reader: str = _one_of(
        'a serial port as "/dev/ttyUSB0" or "COM3", "socket://HOST:PORT" or "rfc2217://…", with "?baudrate=115200"',
        rf"/dev/[^\s?]+{_BAUD}",
        rf"COM\d+{_BAUD}",
        rf"(socket|rfc2217)://[^/\s]+:{_PORT}\S*",
    )
    receipt_printer: str = _one_of(
        '"usb:VID:PID", "serial:/dev/ttyS1", "tcp://HOST:PORT" or "file:/dev/usb/lp0"',
        r"usb:[0-9a-fA-F]{4}:[0-9a-fA-F]{4}",
        rf"serial:[^\s?]+{_BAUD}",
        rf"tcp://[^/\s:]+:{_PORT}",
        r"file:/\S+",
    )


class BackendTable(_Table):
    """[backend]: the bureau's API."""

    url: str = _words('"https://HOST[:PORT]", or in sandbox mode "http://127.0.0.1:PORT"', r"https?://[^/\s]+(/\S*)?")
    app_id: str = _words("the gateway's application id", r"[\w.-]{1,64}")
    token_file: str = Field(description="the path of the file that holds the gateway's token")
    ca_file: str = Field(default="", description='the path of a PEM file, or "" for the system\'s certificates')
    query_seconds: float = Field(default=10.0, ge=1, le=60, description="seconds from 1 to 60")


class CardTable(_Table):
    """[card]: what differs between cities' cards."""

    name_codec: str = _words('"gb18030" or "gbk"', "(gb18030|gbk)", "gb18030")
    pin_least: int = _whole(6, 4, 12)
    pin_most: int = _whole(6, 4, 12)
    pin_shuffled: bool = Field(default=False, description="true or false")

    @model_validator(mode="after")
    def _in_order(self) -> "CardTable":
        if self.pin_least > self.pin_most:
            raise ValueError("card.pin_least should be at most card.pin_most")
        return self


class PrinterTable(_Table):
    """[printer]: the receipt printer's firmware."""

    charset: str = _words('"gbk" or "gb18030"', "(gbk|gb18030)", "gb18030")


class ScreenTable(_Table):
    """[screen]: the panel."""

    width: int = _whole(1080, 800, 4096)
    height: int = _whole(1920, 800, 4096)
    panel_inches: float = Field(default=21.5, ge=10, le=65, description="inches from 10 to 65")
    fullscreen: bool = Field(default=True, description="true or false")
    theme: str = _words('"standard", "care" or "contrast"', "(standard|care|contrast)", "standard")


class LimitsTable(_Table):
    """[limits]: every waiting time, in seconds; `extensions` is a count."""

    home_idle: int = _whole(60, 10, 600)
    session_idle: int = _whole(120, 40, 600)
    session_idle_care: int = _whole(180, 40, 900)
    sensitive_idle: int = _whole(60, 35, 600)
    warning: int = _whole(30, 20, 60)
    extensions: int = _whole(10, 1, 100)
    session_whole: int = _whole(1200, 120, 7200)
    session_whole_care: int = _whole(1800, 120, 7200)
    result_idle: int = _whole(45, 35, 600)
    take_back_alarm: int = _whole(5, 1, 60)
    take_back_whole: int = _whole(30, 5, 300)
    card_reading: int = _whole(20, 5, 120)
    id_reading: int = _whole(10, 3, 60)
    printing: int = _whole(30, 5, 120)

    @model_validator(mode="after")
    def _warning_fits(self) -> "LimitsTable":
        shortest = min(self.session_idle, self.session_idle_care, self.sensitive_idle, self.result_idle)
        if self.warning >= shortest:
            raise ValueError(f"limits.warning = {self.warning}: should be shorter than every idle limit ({shortest})")
        return self


class LogTable(_Table):
    """[log]: the event log."""

    folder: str = Field(description="the path of a folder that the terminal may write")


class Configuration(_Table):
    """All of kiosk.toml."""

    terminal: TerminalTable
    devices: DevicesTable
    backend: BackendTable
    card: CardTable = CardTable()
    printer: PrinterTable = PrinterTable()
    screen: ScreenTable = ScreenTable()
    limits: LimitsTable = LimitsTable()
    log: LogTable

    @model_validator(mode="after")
    def _mode_allows(self) -> "Configuration":
        if self.terminal.mode is Mode.LIVE:
            self._refuse_sandbox()
        elif urlsplit(self.backend.url).scheme == "http" and urlsplit(self.backend.url).hostname not in LOOPBACK:
            raise ValueError(f'backend.url = "{self.backend.url}": plain http should stay on this machine (127.0.0.1)')
        return self

    def _refuse_sandbox(self) -> None:
        if self.devices.card_reader.startswith("vpcd:"):
            raise ValueError(
                f'devices.card_reader = "{self.devices.card_reader}": in live mode it should be "pcsc:" or "pcsc:NAME"'
            )
        if not self.backend.url.startswith("https://"):
            raise ValueError(f'backend.url = "{self.backend.url}": in live mode it should begin with "https://"')


def load(path: Path, changes: dict[str, dict[str, Any]] | None = None) -> Configuration:
    """Read and validate `path`; `changes` (table → key → value) go over it. `ConfigurationError` says what is wrong."""
    try:
        tables: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ConfigurationError([f"{path}: there is no such file; copy kiosk.toml from the project"]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError([f"{path}: cannot be read: {error}"]) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError([f"{path}: is not TOML: {error}"]) from None
    for name, values in (changes or {}).items():
        tables.setdefault(name, {}).update(values)
    return validate(tables, str(path))


def validate(tables: dict[str, Any], source: str = "kiosk.toml") -> Configuration:
    """The configuration in `tables`, or `ConfigurationError` with one line for each wrong key."""
    try:
        return Configuration.model_validate(tables)
    except ValidationError as error:
        raise ConfigurationError([f"{source}: {_line(detail)}" for detail in error.errors()]) from None


def _line(detail: ErrorDetails) -> str:
    """`limits.warning = "x": should be a whole number from 20 to 60`."""
    location = [str(part) for part in detail["loc"]]
    key = ".".join(location)
    match detail["type"]:
        case "extra_forbidden":
            return f"{key}: there is no such key{_suggestion(location)}"
        case "missing":
            return f"{key}: is missing; it should be {_should_be(location)}"
        case "value_error" if not _is_field(location):
            return detail["msg"].removeprefix("Value error, ")
        case _:
            return f"{key} = {_shown(detail['input'])}: should be {_should_be(location)}"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _is_field(location: list[str]) -> bool:
    return len(location) == 2  # noqa: PLR2004 - table and key


def _should_be(location: list[str]) -> str:
    table = Configuration.model_fields.get(location[0])
    if table is None or not isinstance(table.annotation, type):
        return "a table of kiosk.toml"
    if not _is_field(location):
        return f"a table [{location[0]}]"
    model: type[BaseModel] = table.annotation
    return model.model_fields[location[1]].description or "of another kind"


def _suggestion(location: list[str]) -> str:
    table = Configuration.model_fields.get(location[0])
    if table is None:
        return "; the tables are " + ", ".join(f"[{name}]" for name in Configuration.model_fields)
    model: type[BaseModel] = table.annotation  # pyright: ignore[reportAssignmentType]
    return f"; [{location[0]}] has " + ", ".join(model.model_fields)
