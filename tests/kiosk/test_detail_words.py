"""Every detail that a driver, the line to the bureau or a check can tell has words: none reaches a page as it is."""

import ast
import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.diagnostics.detail_words import detail_words, known_words
from texts import Language, Text, known_ids, literal, render

ROOT = Path(__file__).parents[2]
FIRST = {"SamVError", "TlvError", "IdTextError", "IppError"}
SAYS = {
    *FIRST,
    *("DeviceError", "_malformed", "Status", "Finding", "Trial", "Reached"),
    *("BackendMalformed", "BackendSilent", "BackendUnauthorised", "BackendUnreachable"),
}
"""Calls that carry a detail; of these few it is the first argument, also of the bureau's."""
ERRNOS = (
    *("ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOENT", "EACCES", "EPERM", "EIO", "ENODEV", "ENXIO", "EBUSY"),
    *("ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "EADDRINUSE", "ENOTTY", "ENOSPC", "EROFS", "EINVAL", "EBADF"),
)


def details() -> dict[str, str]:
    """What is written in the code, with a number where a field is → where it stands."""
    files = [*(ROOT / "devices").rglob("*.py"), *(ROOT / "kiosk" / "backend").rglob("*.py")]
    files += [*(ROOT / "kiosk" / "diagnostics").rglob("*.py"), ROOT / "kiosk" / "network.py", ROOT / "kiosk/device.py"]
    return {said: file.name for file in files for said in _said_in(ast.parse(file.read_text("utf-8")))}


def _said_in(tree: ast.Module) -> Iterator[str]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = ast.unparse(call.func).rpartition(".")[2]
        if name in SAYS:
            at = 0 if name in FIRST or name.startswith("Backend") else 1
            given = [*call.args[at : at + 1], *(word.value for word in call.keywords if word.arg in ("detail", "note"))]
            if name == "_malformed":
                given = [ast.JoinedStr([ast.Constant("7: "), *_parts(call.args[1])])]
            yield from filter(None, map(_sample, given))


def _parts(node: ast.expr) -> list[ast.expr]:
    return node.values if isinstance(node, ast.JoinedStr) else [node]


def _sample(node: ast.expr) -> str:
    """Nothing for what has no words of its own."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return ""
    sample = "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
    return sample if any(map(str.isalpha, sample)) else ""


def said(detail: str, language: Language = Language.ZH_CN) -> str:
    return render(detail_words(detail), language)


def test_there_are_many() -> None:
    assert len(details()) > 100


@pytest.mark.parametrize("language", Language)
def test_each_detail_of_the_code_has_words(language: Language) -> None:
    strange = {detail: where for detail, where in details().items() if known_words(detail) is None}
    assert strange == {}, "write it into resources/texts/*/details.toml"
    if language is Language.EN:
        assert {detail for detail in details() if said(detail, language) != detail} == set()


@pytest.mark.parametrize("name", ERRNOS)
def test_what_the_system_says_has_words(name: str) -> None:
    assert known_words(os.strerror(getattr(errno, name))) is not None


def test_chinese_words_are_chinese() -> None:
    devices = {text for text in known_ids(Language.ZH_CN) if text.startswith("details.")}
    assert len(devices) > 150
    assert not [detail for detail in details() if said(detail).isascii() and not detail.isupper()]


@pytest.mark.parametrize(("detail", "words"), [
    ("truncated", "图像数据不完整"),
    ("no answer to DLE EOT 1", "打印机不应答状态查询 1"),
    ("STATUS: nothing more within 1.5 s", "STATUS 之后 1.5 秒内没有下文"),
    ("READ: nothing more within 2 s, then no card", "READ 之后 2 秒内没有下文，然后卡不在了"),
    ("the slot says card_silent: no answer to reset", "卡座报告 card_silent：卡没有复位应答"),
    ("media-empty-error", "原话：media-empty-error"),
    ("SIGNATURE_WRONG", "SIGNATURE_WRONG"),
    ("/dev/sda2 /swapfile", "/dev/sda2 /swapfile"),
    ("duty.invalid:443\nConnection refused", "duty.invalid:443 · 对方拒绝连接：地址上没有程序在听"),
])  # fmt: skip
def test_a_detail_is_told_in_words_with_what_was_measured(detail: str, words: str) -> None:
    assert said(detail) == words


def test_what_nobody_knows_is_said_to_be_somebody_elses_words() -> None:
    assert detail_words("Gremlin in line 7") == Text("doctor.as_it_came", words=literal("Gremlin in line 7"))
