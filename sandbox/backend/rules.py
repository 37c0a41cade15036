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
FORMAL_LOSS_HERE: Final = "formal_loss_here"
FORMAL_LOSS_SIGNED: Final = "formal_loss_signed"
LOSS_WITHOUT_ID: Final = "loss_without_id"
INITIAL_PIN_WITHDRAWS: Final = "initial_pin_withdraws"
EXCHANGE_UNREAD: Final = "exchange_unread"
BANK_TOGETHER: Final = "bank_together"
PUBLIC_ADDRESS: Final = "public_address"
RULES: Final[Mapping[str, Rule]] = {
    UNDO_FORMAL_LOSS: Rule(True, "正式挂失后、申请补卡前，可以解挂"),
    FORMAL_LOSS_HERE: Rule(True, "可以在自助终端办理正式挂失"),
    FORMAL_LOSS_SIGNED: Rule(True, "正式挂失要本人签名"),
    LOSS_WITHOUT_ID: Rule(True, "身份证也丢了的，可以输入号码、凭短信验证码临时挂失"),
    INITIAL_PIN_WITHDRAWS: Rule(True, "没有改过初始密码的卡，可以自助解挂"),
    EXCHANGE_UNREAD: Rule(True, "读不出的卡，可以不插卡申请换领"),
    BANK_TOGETHER: Rule(True, "合作银行的接口已开通，银行账户可以一起挂失"),
    PUBLIC_ADDRESS: Rule(True, "有公网地址，权益记录可以扫码保存到手机"),
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
