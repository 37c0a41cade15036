"""The register of cards left behind: who found one, who fetched it, and nobody's name or number in the open."""

from datetime import datetime, timedelta
from pathlib import Path

from kiosk.keyring import Keyring
from kiosk.staff.left_cards import FILE, KEPT, LeftCards

NOW = datetime.fromisoformat("2026-11-22T09:00:00+08:00")


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


def register(folder: Path, clock: Clock | None = None) -> LeftCards:
    return LeftCards(folder, Keyring(bytes(32)), clock or Clock())


def test_a_card_lies_there_until_somebody_fetches_it(tmp_path: Path) -> None:
    card = register(tmp_path).enter("id_card", "002X", "1001")
    assert register(tmp_path).here() == (card,)
    register(tmp_path).hand_over(card.number, "张三", "1001", "1002")
    assert register(tmp_path).here() == ()


def test_the_name_of_who_fetched_it_is_sealed(tmp_path: Path) -> None:
    cards = register(tmp_path)
    card = cards.enter("id_card", "002X", "1001")
    cards.hand_over(card.number, "张三", "1001", "1002")
    written = (tmp_path / FILE).read_text()
    assert "张三" not in written
    assert "张三".encode().hex() not in written
    (kept,) = register(tmp_path)._cards  # pyright: ignore[reportPrivateUsage]
    assert cards.taken_by(kept) == "张三"
    assert (kept.tail, kept.finder, kept.giver, kept.checker) == ("002X", "1001", "1001", "1002")
    assert kept.found == kept.handed == NOW.isoformat(timespec="minutes")


def test_what_was_handed_over_is_forgotten_in_time_and_what_was_not_is_kept(tmp_path: Path) -> None:
    clock = Clock()
    cards = register(tmp_path, clock)
    handed, kept = cards.enter("id_card", "002X", "1001"), cards.enter("other", "1234", "1001")
    cards.hand_over(handed.number, "张三", "1001", "1002")
    clock.now = NOW + KEPT + timedelta(days=1)
    newest = cards.enter("other", "9999", "1001")
    assert register(tmp_path, clock).here() == (kept, newest)
    assert "002X" not in (tmp_path / FILE).read_text()


def test_numbers_are_not_given_twice(tmp_path: Path) -> None:
    first, second = register(tmp_path).enter("other", "1", "1001"), register(tmp_path).enter("other", "2", "1001")
    assert (first.number, second.number) == (1, 2)


def test_a_register_that_cannot_be_read_is_put_aside(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("{")
    assert register(tmp_path).here() == ()
    assert (tmp_path / FILE).with_suffix(".unreadable").read_text() == "{"
