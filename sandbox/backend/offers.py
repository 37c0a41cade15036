"""What the made-up bureau offers who applies for a card: banks, pick-up places, reasons, days, fee, papers."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sandbox.backend.database import CardRow


class Words(NamedTuple):
    """The same in Chinese and English, under a key."""

    key: str
    name: str
    name_en: str

    @property
    def told(self) -> dict[str, str]:
        """As the API tells it."""
        return self._asdict()


class Place(NamedTuple):
    """Where somebody goes."""

    words: Words
    address: str
    hours: str

    @property
    def told(self) -> dict[str, str]:
        """As the API tells it."""
        return {**self.words.told, "address": self.address, "hours": self.hours}


BANKS: Sequence[Words] = (
    Words("cqrcb", "重庆农村商业银行", "Chongqing Rural Bank"),
    Words("cqbank", "重庆银行", "Bank of Chongqing"),
    Words("ccqtgb", "重庆三峡银行", "Three Gorges Bank"),
    Words("icbc", "工商银行", "ICBC"),
    Words("abc", "农业银行", "Agricultural Bank"),
    Words("boc", "中国银行", "Bank of China"),
    Words("ccb", "建设银行", "Construction Bank"),
    Words("bocom", "交通银行", "Communications Bank"),
    Words("psbc", "邮储银行", "Postal Savings Bank"),
    Words("cmb", "招商银行", "Merchants Bank"),
    Words("cmbc", "民生银行", "Minsheng Bank"),
    Words("cib", "兴业银行", "Industrial Bank"),
    Words("ceb", "光大银行", "Everbright Bank"),
    Words("cgb", "广发银行", "Guangfa Bank"),
    Words("spdb", "浦发银行", "SPD Bank"),
    Words("citic", "中信银行", "CITIC Bank"),
)
_HOURS = "工作日 9:00–17:00"
PLACES: Sequence[Place] = (
    Place(Words("songxi", "松溪巷服务网点", "Songxi Lane"), "渝中区松溪巷 18 号", _HOURS),
    Place(Words("yunxiu", "云岫路服务网点", "Yunxiu Road"), "渝中区云岫路 66 号", _HOURS),
    Place(Words("tingtao", "听涛路服务网点", "Tingtao Road"), "渝中区听涛路 7 号", _HOURS),
    Place(Words("shiliu", "石榴湾街服务网点", "Shiliuwan Street"), "渝中区石榴湾街 120 号", _HOURS),
)
CANCELLED_AT = PLACES[0]
PAPERS: Sequence[Words] = (
    Words("id_card", "本人身份证", "your ID card"),
    Words("card", "这张社保卡", "this social security card"),
    Words("slip", "注销受理单", "the slip of this application"),
)
CANCELLED_WITHIN = 1
"""Working days."""
FEE_FEN = 0
_BEFORE_EXPIRY = timedelta(days=60)
_THIRD = "3"

EXCHANGED_FOR: Mapping[str, Callable[[CardRow, date], bool]] = {
    "expired": lambda card, today: card.expires - _BEFORE_EXPIRY <= today,
    "damaged": lambda _card, _today: True,
    "third_generation": lambda card, _today: not card.generation.startswith(_THIRD),
    "bank": lambda _card, _today: True,
}
"""Reason → whether it holds for a card on a day."""
CANCELLED_FOR = ("abroad", "moved_away", "other")


def reasons(card: CardRow, today: date) -> list[str]:
    """For what this card can be exchanged today."""
    return [reason for reason, holds in EXCHANGED_FOR.items() if holds(card, today)]


def told(entries: Sequence[Words | Place]) -> list[dict[str, Any]]:
    """Each as the API tells it."""
    return [entry.told for entry in entries]


def bank(key: str) -> Words | None:
    """The bank of that key."""
    return next((words for words in BANKS if words.key == key), None)


def place(key: str) -> Place | None:
    """The pick-up place of that key."""
    return next((place for place in PLACES if place.words.key == key), None)
