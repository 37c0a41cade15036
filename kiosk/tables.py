"""The tables of kiosk.toml: every key with its type, its limits, its default, and in words what it should be."""

from enum import Enum, unique
from typing import Annotated

from msgspec import Meta, Struct


@unique
class Mode(Enum):
    """Live serves residents; sandbox shows and prints 样张 everywhere and may use simulated wires."""

    LIVE = "live"
    SANDBOX = "sandbox"


class Table(Struct, frozen=True, kw_only=True):
    """One table; its keys are its fields."""


def line(most: int) -> str:
    """A pattern: up to `most` characters on one line, without control characters, beginning with no space."""
    return rf"[^\x00-\x20\x7f][^\x00-\x1f\x7f]{{0,{most - 1}}}"


def words(should_be: str, pattern: str = line(40)) -> Meta:
    """A string that matches `pattern` as a whole."""
    return Meta(pattern=f"^{pattern}$", description=should_be)


def whole(least: int, most: int) -> Meta:
    """An integer within limits."""
    return Meta(ge=least, le=most, description=f"a whole number from {least} to {most}")


def one_of(*choices: str) -> Meta:
    """One of a few words."""
    quoted = [f'"{choice}"' for choice in choices]
    return words(f"{', '.join(quoted[:-1])} or {quoted[-1]}", f"({'|'.join(choices)})")


def url(forms: str, *patterns: str) -> Meta:
    """A URL that has one of several forms."""
    return words(forms, f"({'|'.join(patterns)})")


_SWITCH = Meta(description="true or false")
_PORT = r"(\d{1,4}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5])"
_BAUD = r"(\?baudrate=\d{4,6})?"

CARD_READER_URL = url(
    '"pcsc:", "pcsc:NAME", or in sandbox mode "vpcd://127.0.0.1:PORT"', r"pcsc:.*", rf"vpcd://127\.0\.0\.1:{_PORT}"
)
SLOT_URL = url(
    '"" where there is none, "pcsc:NAME", or in sandbox mode "vpcd://127.0.0.1:PORT"',
    r"",
    r"pcsc:\S.*",
    rf"vpcd://127\.0\.0\.1:{_PORT}",
)
_SERIAL = (rf"/dev/[^\s?]+{_BAUD}", rf"COM\d+{_BAUD}", rf"(socket|rfc2217)://[^/\s]+:{_PORT}\S*")
ID_READER_URL = url(
    'a serial port as "/dev/ttyUSB0" or "COM3", "socket://HOST:PORT" or "rfc2217://…", with "?baudrate=115200"',
    *_SERIAL,
)
RECEIPT_PRINTER_URL = url(
    '"usb:VID:PID", "serial:/dev/ttyS1", "tcp://HOST:PORT" or "file:/dev/usb/lp0"',
    r"usb:[0-9a-fA-F]{4}:[0-9a-fA-F]{4}",
    rf"serial:[^\s?]+{_BAUD}",
    rf"tcp://[^/\s:]+:{_PORT}",
    r"file:/\S+",
)
PIN_PAD_URL = url(
    '"screen", or "zt598:" and a serial port as "zt598:/dev/ttyS2"',
    "screen",
    *(f"zt598:{port}" for port in _SERIAL),
)
DOCUMENT_PRINTER_URL = url(
    '"" for none, "cups:NAME", or in sandbox mode "cups:NAME@FOLDER" or "file:FOLDER"',
    "",
    r"cups:[^\s/#@]{1,127}(@/\S+)?",
    r"file:\S.*",
)
_PICTURE = r"(\?size=\d{2,5}x\d{2,5}(&format=(mjpg|yuyv))?)?"
CAMERA_URL = url(
    '"" for none, "/dev/video0" or its number as "0", each with "?size=2592x1944&format=mjpg" where more is wanted, '
    'or the URL of a stream as "http://HOST/video.mjpg"',
    "",
    rf"/dev/[^\s?]+{_PICTURE}",
    rf"\d{{1,3}}{_PICTURE}",
    r"[a-z][a-z0-9+.-]*://\S+",
)
BACKEND_URL = url(
    '"https://HOST[:PORT]", or in sandbox mode "http://127.0.0.1:PORT"', r"https?://[^/\s@?#]+(/[^\s?#]*)?"
)


HOTLINE, HOTLINE_HOURS, HOTLINE_HOURS_EN = "023-12333", "24 小时有人接听", "day and night"
"""Chongqing's, where the configuration names no other."""


class TerminalTable(Table, frozen=True, kw_only=True):
    """[terminal]: who and where this terminal is."""

    mode: Annotated[Mode, Meta(description='"live" or "sandbox"')] = Mode.LIVE
    id: Annotated[str, words("2 to 12 letters and digits, as A01", r"[A-Za-z0-9]{2,12}")]
    name: Annotated[str, words("1 to 40 characters")]
    name_en: Annotated[str, words("1 to 60 characters", line(60))]
    place: Annotated[str, words("1 to 40 characters")]
    place_en: Annotated[str, words("1 to 60 characters", line(60))]
    district: Annotated[str, words("six digits (GB/T 2260), as 500103", r"\d{6}")]
    hotline: Annotated[str, words("digits and hyphens, as 023-12333", r"[0-9-]{5,20}")] = HOTLINE
    hotline_hours: Annotated[str, words("1 to 40 characters")] = HOTLINE_HOURS
    hotline_hours_en: Annotated[str, words("1 to 60 characters", line(60))] = HOTLINE_HOURS_EN
    counter: Annotated[str, words("1 to 60 characters", line(60))]
    counter_en: Annotated[str, words("1 to 90 characters", line(90))]
    language: Annotated[str, one_of("zh_CN", "en")] = "zh_CN"


class ServicePointTable(Table, frozen=True, kw_only=True):
    """[service_point]: where the street does what a terminal cannot; all of it, or nothing."""

    place: Annotated[str, words('1 to 60 characters, or ""', rf"({line(60)})?")] = ""
    place_en: Annotated[str, words('1 to 90 characters, or ""', rf"({line(90)})?")] = ""
    phone: Annotated[str, words('digits and hyphens, as 023-63110000, or ""', r"([0-9-]{5,20})?")] = ""
    hours: Annotated[str, words('1 to 40 characters, or ""', rf"({line(40)})?")] = ""
    hours_en: Annotated[str, words('1 to 60 characters, or ""', rf"({line(60)})?")] = ""


class DevicesTable(Table, frozen=True, kw_only=True):
    """[devices]: one URL for each device."""

    card_reader: Annotated[str, CARD_READER_URL]
    contactless_reader: Annotated[str, SLOT_URL] = ""
    psam: Annotated[str, SLOT_URL] = ""
    id_reader: Annotated[str, ID_READER_URL]
    receipt_printer: Annotated[str, RECEIPT_PRINTER_URL]
    pin_pad: Annotated[str, PIN_PAD_URL] = "screen"
    document_printer: Annotated[str, DOCUMENT_PRINTER_URL] = ""
    camera: Annotated[str, CAMERA_URL] = ""
    document_camera: Annotated[str, CAMERA_URL] = ""


class BackendTable(Table, frozen=True, kw_only=True):
    """[backend]: the bureau's API."""

    url: Annotated[str, BACKEND_URL]
    app_id: Annotated[str, words("the gateway's application id", r"[\w.-]{1,64}")]
    token_file: Annotated[str, words("the path of the file that holds the gateway's token", r".+")]
    ca_file: Annotated[str, Meta(description='the path of a PEM file, or "" for the system\'s certificates')] = ""
    client_cert: Annotated[str, Meta(description='the path of the terminal\'s own certificate (PEM), or ""')] = ""
    client_key: Annotated[str, Meta(description='the path of the key of backend.client_cert (PEM), or ""')] = ""
    messages: Annotated[str, one_of("headers", "envelope")] = "headers"
    record_root_file: Annotated[
        str, Meta(description='the path of the PEM file of the authority that signs records, or "" to print none')
    ] = ""
    query_seconds: Annotated[float, Meta(ge=1, le=60, description="seconds from 1 to 60")] = 10.0


class EnvelopeTable(Table, frozen=True, kw_only=True):
    """[envelope]: the signed JSON envelope, for `backend.messages = "envelope"`; what differs between operators."""

    key_file: Annotated[str, Meta(description="the path of the file with the terminal's SM2 key, 64 hex digits")] = ""
    gateway_key_file: Annotated[
        str, Meta(description="the path of the file with the gateway's public SM2 key, 128 hex digits")
    ] = ""
    encrypted: Annotated[bool, _SWITCH] = True
    nonce: Annotated[bool, _SWITCH] = True
    secret_signed: Annotated[bool, _SWITCH] = True
    signature: Annotated[str, one_of("raw", "der")] = "raw"
    numbers: Annotated[str, one_of("numbers", "strings")] = "numbers"
    escaped: Annotated[bool, _SWITCH] = False
    timestamp: Annotated[str, one_of("seconds", "milliseconds")] = "seconds"


class CardTable(Table, frozen=True, kw_only=True):
    """[card]: what differs between cities' cards."""

    name_codec: Annotated[str, one_of("gb18030", "gbk")] = "gb18030"
    pin_least: Annotated[int, whole(4, 12)] = 6
    pin_most: Annotated[int, whole(4, 12)] = 6
    pin_shuffled: Annotated[bool, _SWITCH] = False
    blacklist: Annotated[str, Meta(description='the path of the list of cards not to be served, or ""')] = ""


class PinTable(Table, frozen=True, kw_only=True):
    """[pin]: what a new PIN may not be, and how it goes from here to the bureau's HSM."""

    initial: Annotated[str, words('4 to 12 digits, or ""', r"([0-9]{4,12})?")] = "123456"
    no_runs: Annotated[bool, _SWITCH] = True
    no_repeats: Annotated[bool, _SWITCH] = True
    no_own_numbers: Annotated[bool, _SWITCH] = True
    no_birth_date: Annotated[bool, _SWITCH] = True
    cipher: Annotated[str, one_of("sm4", "aes")] = "sm4"
    key_file: Annotated[str, Meta(description='the path of the file that holds the key for PINs, or ""')] = ""


class IdentityTable(Table, frozen=True, kw_only=True):
    """[identity]: who may do what, and for how long a proof counts, in seconds."""

    policy: Annotated[str, Meta(description='the path of a file that narrows the rules that ship, or ""')] = ""
    proof_lasts: Annotated[int, whole(60, 3600)] = 900
    second_check_after: Annotated[int, whole(30, 3600)] = 300
    declared_signature: Annotated[bool, _SWITCH] = True


class FaceTable(Table, frozen=True, kw_only=True):
    """[face]: taking a face, and what is told of it before; times in seconds."""

    models: Annotated[
        str, Meta(description='the path of the folder with the networks, or "" for the installed ones')
    ] = ""
    actions: Annotated[int, whole(1, 2)] = 2
    tries: Annotated[int, whole(1, 5)] = 3
    ready: Annotated[int, whole(10, 120)] = 30
    action: Annotated[int, whole(5, 60)] = 12
    keep_years: Annotated[int, whole(0, 30)] = 3
    guardian_below: Annotated[int, whole(14, 18)] = 14


class DocumentsTable(Table, frozen=True, kw_only=True):
    """[documents]: photographing papers; time in seconds, size in bytes."""

    ready: Annotated[int, whole(10, 180)] = 60
    most_bytes: Annotated[int, whole(50_000, 2_000_000)] = 524_288


class PsamTable(Table, frozen=True, kw_only=True):
    """[psam]: what the security module's issuer decides; none of it was verified against a real module."""

    algorithm: Annotated[str, one_of("sm4", "des")] = "sm4"
    levels: Annotated[int, whole(1, 3)] = 3
    usage: Annotated[int, whole(0, 31)] = 7
    internal_key: Annotated[int, whole(0, 255)] = 0
    reading_key: Annotated[int, whole(0, 255)] = 10
    cipher_p1: Annotated[int, whole(0, 255)] = 0
    environment: Annotated[str, words('two hex digits as "01", or ""', r"([0-9A-Fa-f]{2})?")] = ""


class IdReaderTable(Table, frozen=True, kw_only=True):
    """[id_reader]: what does not belong to its line."""

    photo_decoder: Annotated[str, words('the path of a program as "/opt/wlt/decode", or ""', r"(/\S+)?")] = ""


class PrinterTable(Table, frozen=True, kw_only=True):
    """[printer]: the receipt printer's firmware."""

    charset: Annotated[str, one_of("gbk", "gb18030")] = "gb18030"
    roll_metres: Annotated[int, whole(5, 300)] = 80


class ScreenTable(Table, frozen=True, kw_only=True):
    """[screen]: the panel."""

    width: Annotated[int, whole(800, 4096)] = 1080
    height: Annotated[int, whole(800, 4096)] = 1920
    panel_inches: Annotated[float, Meta(ge=10, le=65, description="inches from 10 to 65")] = 21.5
    fullscreen: Annotated[bool, _SWITCH] = True
    theme: Annotated[str, one_of("standard", "care", "contrast")] = "standard"
    accessibility: Annotated[bool, _SWITCH] = False


class LimitsTable(Table, frozen=True, kw_only=True):
    """[limits]: every waiting time, in seconds; `extensions` is a count."""

    home_idle: Annotated[int, whole(10, 600)] = 60
    session_idle: Annotated[int, whole(40, 600)] = 120
    session_idle_care: Annotated[int, whole(40, 900)] = 180
    sensitive_idle: Annotated[int, whole(35, 600)] = 60
    warning: Annotated[int, whole(20, 60)] = 30
    extensions: Annotated[int, whole(1, 100)] = 10
    session_whole: Annotated[int, whole(120, 7200)] = 1200
    session_whole_care: Annotated[int, whole(120, 7200)] = 1800
    result_idle: Annotated[int, whole(35, 600)] = 45
    take_back_alarm: Annotated[int, whole(1, 60)] = 5
    take_back_whole: Annotated[int, whole(5, 300)] = 30
    card_reading: Annotated[int, whole(5, 120)] = 20
    id_reading: Annotated[int, whole(3, 60)] = 10
    printing: Annotated[int, whole(5, 120)] = 30
    pin_pause: Annotated[int, whole(10, 120)] = 30
    rating: Annotated[int, whole(10, 60)] = 20
    rating_care: Annotated[int, whole(10, 120)] = 40


class LogTable(Table, frozen=True, kw_only=True):
    """[log]: the event log."""

    folder: Annotated[str, words("the path of a folder that the terminal may write", r".+")]
    keep_days: Annotated[int, whole(180, 3650)] = 180
    most_mb: Annotated[int, whole(50, 100_000)] = 500


class HelpTable(Table, frozen=True, kw_only=True):
    """[help]: who comes when 呼叫工作人员 is pressed; `unanswered` in seconds."""

    endpoint: Annotated[str, words('"https://…" of the duty desk, or ""', r"(https?://\S+)?")] = ""
    number: Annotated[str, words('digits and hyphens, as 023-63110000, or ""', r"([0-9-]{3,20})?")] = ""
    unanswered: Annotated[int, whole(10, 300)] = 60


class RatingTable(Table, frozen=True, kw_only=True):
    """[rating]: 好差评."""

    ask: Annotated[bool, _SWITCH] = True


class NoticesTable(Table, frozen=True, kw_only=True):
    """[notices]: what the bureau tells everybody on Standby."""

    file: Annotated[str, Meta(description='the path of the file of notices (TOML), or "" for none')] = ""


class JournalTable(Table, frozen=True, kw_only=True):
    """[journal]: operations, written down before they are sent."""

    folder: Annotated[str, words("the path of a folder that the terminal may write", r".+")] = "/var/lib/kiosk"
    key_file: Annotated[str, words("the path of a file, made when missing", r".+")] = "/var/lib/kiosk/terminal.key"
    ticket_minutes: Annotated[int, whole(5, 1440)] = 60
    keep_personal_days: Annotated[int, whole(1, 3650)] = 30
    reconcile_at: Annotated[str, words("a time of day, as 00:30", r"([01]\d|2[0-3]):[0-5]\d")] = "00:30"


_HOURS_OR_NONE = r"(([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00))?"


REVIEWABLE = (
    *("report_loss", "withdraw_loss_report", "lock_application", "unlock_application"),
    *("change_pin", "reset_pin", "unblock_pin", "activate"),
    *("apply_card", "replace_card", "exchange_card", "cancel_card", "change_information"),
    *("request_assistance", "certify_pension", "maintain_payout_account", "dispute_record"),
)
"""The operations that a second person may be asked to approve: whatever residents confirm."""
_ONE_REVIEWED = rf"({'|'.join(REVIEWABLE)})(\.[a-z_]+)?"
_REVIEWED = rf"({_ONE_REVIEWED}(, *{_ONE_REVIEWED})*)?"


class StaffTable(Table, frozen=True, kw_only=True):
    """[staff]: when somebody is there, and signing in at the terminal; waits in seconds."""

    on_duty: Annotated[str, words('"" for never, or hours as "09:00-17:00"', _HOURS_OR_NONE)] = ""
    offline_days: Annotated[int, whole(0, 30)] = 7
    idle: Annotated[int, whole(120, 3600)] = 600
    grace: Annotated[int, whole(20, 60)] = 60
    longest: Annotated[int, whole(600, 43200)] = 43200
    wrong_tries: Annotated[int, whole(1, 10)] = 3
    first_wait: Annotated[int, whole(10, 600)] = 30
    longest_wait: Annotated[int, whole(60, 86400)] = 900
    card_aid: Annotated[str, words('10 to 32 hex digits, or "" for no staff cards', r"(([0-9A-F]{2}){5,16})?")] = ""
    card_algorithm: Annotated[str, one_of("sm4", "aes", "des")] = "sm4"
    card_key: Annotated[int, whole(0, 31)] = 0
    review: Annotated[str, words('operations as "cancel_card, report_loss.formal", or ""', _REVIEWED)] = ""


class MaintenanceTable(Table, frozen=True, kw_only=True):
    """[maintenance]: who may change what bears trust."""

    settings_key_file: Annotated[
        str, Meta(description='the path of the PEM file with the bureau\'s public key (Ed25519), or "" for none')
    ] = ""
    export_folder: Annotated[
        str, words('the path at which a USB stick is mounted for an export, as "/run/kiosk-usb", or ""', r"(/\S+)?")
    ] = ""


class Configuration(Struct, frozen=True, kw_only=True):
    """All of kiosk.toml."""

    terminal: TerminalTable
    devices: DevicesTable
    backend: BackendTable
    service_point: ServicePointTable = ServicePointTable()
    envelope: EnvelopeTable = EnvelopeTable()
    card: CardTable = CardTable()
    pin: PinTable = PinTable()
    identity: IdentityTable = IdentityTable()
    face: FaceTable = FaceTable()
    documents: DocumentsTable = DocumentsTable()
    psam: PsamTable = PsamTable()
    id_reader: IdReaderTable = IdReaderTable()
    printer: PrinterTable = PrinterTable()
    screen: ScreenTable = ScreenTable()
    limits: LimitsTable = LimitsTable()
    staff: StaffTable = StaffTable()
    help: HelpTable = HelpTable()
    rating: RatingTable = RatingTable()
    notices: NoticesTable = NoticesTable()
    maintenance: MaintenanceTable = MaintenanceTable()
    journal: JournalTable = JournalTable()
    log: LogTable
