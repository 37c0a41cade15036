"""The terminal's key and what is derived from it."""

from datetime import date
from pathlib import Path

import pytest

from kiosk.keyring import Keyring, KeyringError, SealBrokenError, seal, unseal


def test_the_key_file_is_made_once_for_the_service_s_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "terminal.key"
    first, second = Keyring.open(path), Keyring.open(path)

    assert first.digest("person", "a") == second.digest("person", "a")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "terminal.key"
    Keyring.open(path)
    path.chmod(mode)
    with pytest.raises(KeyringError, match="other users"):
        Keyring.open(path)


def test_a_key_of_the_wrong_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "terminal.key"
    path.write_bytes(b"short")
    path.chmod(0o600)
    with pytest.raises(KeyringError, match="32 bytes"):
        Keyring.open(path)


def test_a_place_where_no_key_can_be_made_is_named() -> None:
    with pytest.raises(KeyringError):
        Keyring.open(Path("/dev/null/terminal.key"))


def test_digests_differ_by_purpose_terminal_and_day() -> None:
    one, other = Keyring(bytes(32)), Keyring(b"\1" * 32)
    assert one.digest("person", "a") != one.digest("card", "a")
    assert one.digest("person", "a") != other.digest("person", "a")
    assert one.of_the_day(date(2026, 1, 1)) != one.of_the_day(date(2026, 1, 2))


def test_a_wrapped_key_opens_with_its_own_keyring_only() -> None:
    keyring = Keyring(bytes(32))
    key, wrapped = keyring.new_key()
    assert keyring.unwrapped(wrapped) == key
    assert key not in wrapped
    with pytest.raises(SealBrokenError):
        Keyring(b"\1" * 32).unwrapped(wrapped)
    with pytest.raises(SealBrokenError):
        keyring.unwrapped(wrapped[:-1])


def test_what_is_sealed_opens_in_its_own_place_only_and_whole() -> None:
    key = bytes(32)
    sealed = seal(key, "张三".encode(), "A01 personal")
    assert unseal(key, sealed, "A01 personal").decode() == "张三"
    for broken, place in ((sealed, "A02 personal"), (sealed[:-1], "A01 personal"), (b"", "A01 personal")):
        with pytest.raises(SealBrokenError):
            unseal(key, broken, place)


def test_a_keyring_shows_nothing_of_itself() -> None:
    assert repr(Keyring(b"\x41" * 32)) == "Keyring()"
