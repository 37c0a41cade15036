"""The counter hands a finished card out: the new one is sealed, the one it replaces is cancelled, and once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from filing_counter import DAY, Counter, counter_of

from sandbox.backend.handing_out import NotReadyError, hand_out
from sandbox.people import ApplicationState, SocialSecurityCard


@pytest.fixture
def counter(tmp_path: Path) -> Callable[[str], Counter]:
    return lambda key: counter_of(tmp_path, key)


def handed(bureau: Counter) -> SocialSecurityCard:
    return bureau.run(lambda session: hand_out(session, bureau.key, bureau.now))


def made(bureau: Counter, item: str, **wanted: object) -> None:
    """Applied for, and at the pick-up place."""
    assert bureau.outcome(item, **wanted) == "confirmed"
    bureau.now += 9 * DAY


def test_a_first_card_is_the_one_that_was_applied_for(counter: Callable[[str], Counter]) -> None:
    bureau = counter("wuka")
    made(bureau, "apply_card")
    card = handed(bureau)
    assert (card.number, card.state) == (bureau.card()["number"], ApplicationState.SEALED)
    assert (card.chip.pin, card.chip.algorithm, len(bytes.fromhex(card.atr))) == ("123456", "SM4", 17)
    assert bureau.card()["production"] is None


@pytest.mark.parametrize(
    ("key", "item", "wanted"), [("zhao", "replace_card", {}), ("gen2", "exchange_card", {"reason": "damaged"})]
)
def test_a_card_in_place_of_another_one_cancels_it(
    counter: Callable[[str], Counter], key: str, item: str, wanted: dict[str, object]
) -> None:
    bureau = counter(key)
    old = bureau.card()["number"]
    made(bureau, item, **wanted)
    card = handed(bureau)
    assert card.number != old
    assert (bureau.state(old), bureau.state(card.number)) == ("9", "0")
    assert card.bank == "重庆农村商业银行"
    bureau.prove()
    assert bureau.outcome("apply_card") == "HAS_CARD"


def test_a_card_is_handed_out_at_the_pick_up_place_and_once(counter: Callable[[str], Counter]) -> None:
    bureau = counter("zhao")
    with pytest.raises(NotReadyError, match="没有在办的卡"):
        handed(bureau)
    assert bureau.outcome("replace_card") == "confirmed"
    bureau.now += 5 * DAY
    with pytest.raises(NotReadyError, match="第 3 步"):
        handed(bureau)
    bureau.now += 5 * DAY
    handed(bureau)
    with pytest.raises(NotReadyError, match="没有在办的卡"):
        handed(bureau)


def test_a_card_that_somebody_has_waited_for_all_along_is_handed_out_too(counter: Callable[[str], Counter]) -> None:
    bureau = counter("lingka")
    assert handed(bureau).number == bureau.card()["number"]
