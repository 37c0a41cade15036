"""The rows of a card's transitions: from which state, by what, to which; each once for every state it may come from.

Written down from the rules (人社部发〔2011〕47号、83号 and the ministry's explanations), not from terminal or bureau.
"""

from dataclasses import dataclass
from typing import Final

from life_cycle import CANCELLED, FORMAL, LOCKED, NORMAL, REPLACED, SEALED, TEMPORARY

COUNTER: Final = "counter"
"""Done by the bureau, not at the terminal: the counter hands a card out."""
EXPIRY: Final = "expiry"
DIED, EMIGRATED = "died", "emigrated"
"""Found by data sharing: the bureau hears of it from another authority."""


@dataclass(frozen=True)
class Transition:
    """One row for one state. `steps`: what is done one after the other, by names of the life-cycle's table, the last of
    which is the transition itself; the states after each, beginning with the one that it starts from."""

    row: str
    began: str
    steps: tuple[str, ...]
    ends: str

    def __str__(self) -> str:
        return f"{self.row} {self.began}→{self.ends}"


def _each(row: str, states: tuple[str, ...], *steps: str, ends: str = "") -> tuple[Transition, ...]:
    return tuple(Transition(row, state, steps, ends or state) for state in states)


ANY: Final = (SEALED, NORMAL, TEMPORARY, FORMAL, REPLACED, LOCKED)
BEFORE_A_LOSS: Final = (SEALED, NORMAL, LOCKED)
TRANSITIONS: Final = (
    *_each("T1", (SEALED,), "启用", ends=NORMAL),
    *_each("T2", BEFORE_A_LOSS, "临时挂失", ends=TEMPORARY),
    *_each("T3", BEFORE_A_LOSS, "临时挂失", EXPIRY),
    *_each("T4", BEFORE_A_LOSS, "临时挂失", "解挂"),
    *_each("T5", BEFORE_A_LOSS, "正式挂失", ends=FORMAL),
    *_each("T5 from 4", BEFORE_A_LOSS, "临时挂失", "正式挂失", ends=FORMAL),
    *_each("T6", BEFORE_A_LOSS, "正式挂失", "解挂"),
    *_each("T7", (FORMAL,), "补领申请", ends=REPLACED),
    *_each("T8", (FORMAL,), "补领申请", COUNTER, ends=CANCELLED),
    *_each("T9", (NORMAL, LOCKED), "换领申请"),
    *_each("T10", (NORMAL,), "应用锁定", ends=LOCKED),
    *_each("T11", (LOCKED,), "应用解锁", ends=NORMAL),
    *_each("T12", (SEALED, NORMAL, FORMAL, LOCKED, TEMPORARY), "注销申请"),
    *_each("T13", ANY, DIED, ends=CANCELLED),
    *_each("T13 abroad", ANY, EMIGRATED, ends=CANCELLED),
)
"""T9 and T12 are accepted as applications: the card's state stays as it is, and 9 is never the terminal's doing."""
ROWS: Final = 13
