"""What the made-up bureau's city decides by itself: rules by name, in the database, switched from the prompt."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from sqlalchemy.orm import Session

from sandbox.backend.database import RuleRow


class Rule(NamedTuple):
    """What holds where nobody has switched it, and what it says."""

    default: bool
    words: str


UNDO_FORMAL_LOSS: Final = "undo_formal_loss"
RULES: Final[Mapping[str, Rule]] = {
    UNDO_FORMAL_LOSS: Rule(True, "正式挂失后、申请补卡前，可以解挂"),
}


def holds(session: Session, name: str) -> bool:
    """Whether the rule is on."""
    row = session.get(RuleRow, name)
    return RULES[name].default if row is None else row.on


def switch(session: Session, name: str, *, on: bool) -> None:
    """From now on."""
    session.merge(RuleRow(name=name, on=on))


def lines(session: Session) -> list[str]:
    """All rules, a line each."""
    return [f"{name} {'on' if holds(session, name) else 'off'}：{rule.words}" for name, rule in RULES.items()]
