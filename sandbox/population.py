"""A few hundred made-up residents of 渝中区, in every state that a card can be in, the same for the same seed."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from random import Random
from typing import cast

from sandbox.issuing import MAX_TRIES, CardOrder, Issuer, PersonOrder
from sandbox.keys import TEST_ROOTS, Algorithm
from sandbox.people import (
    ApplicationState,
    BankState,
    ElectronicCard,
    Person,
    Production,
    SocialSecurityCard,
)
from sandbox.stories import STORIES

SIZE = 300
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=8)))
"""The moment that the population is told for, where the caller names none."""

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎"
_DOUBLE_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "东方", "令狐")
_GIVEN = (
    "一之乐于书云亦仪伊余佳信修元光克冉冬凡初北千南卓原双可向启和品嘉园坤声夏天奕如妍子宁安宜家"
    "容川帆平年庭彦徐心忆念怀恒悠慧成扬文新旭昕明星春晓晨景晴曦月朗木朵杉林果枫柏柔桐梅森楠欣正"
    "永江沐沛河洋洛浩涵淇清渊源溪澄瀚然玉珂珊理琪琳瑞瑶璇甜白皓真睿知石礼秋程穗竹笑简米素紫绮翎"
    "翰胜致舒航若英茉荷菁萌蓝蔚薇融行西言诗语诺谦豪贝超越轩辰远逸道遥郁采钰铭锦长阳雅雨雪雯雷霖"
    "霜青靖静音韵顺颂颖风飞馨驰高鸣鹏麦黎鼎齐"
)
_MINORITY_FIRST = ("古丽娜尔", "阿依努尔", "买买提", "艾尔肯", "迪丽热巴提", "吐尔逊江", "阿布都外力", "巴图尔")
_MINORITY_LAST = ("艾合买提", "卡德尔", "玉苏甫", "吾斯曼江", "托合提", "达瓦次仁", "扎西平措", "木拉提别克")
_GROUPS = ("01", "01", "01", "01", "01", "15", "06", "08", "03", "11")
_RARE = ("𬍛", "䶮")
_STATES = tuple(ApplicationState)
_WITH_PRODUCTION = (ApplicationState.SEALED, ApplicationState.NORMAL, ApplicationState.FORMAL_LOSS)
_GENERATIONS = (("3.00", "SM4"), ("3.00", "SM4"), ("2.00", "DES"), ("3.00", "DES"), ("1.00", "DES"))


def people(seed: int = 1, *, now: datetime = NOW, size: int = SIZE) -> tuple[Person, ...]:
    """The residents: first the stories by nickname, then `p001` and on.

    Losses last from `now` on, which changes nothing else; the seed changes everything but the stories' names, births
    and PINs.
    """
    random = Random(seed)  # noqa: S311 - made-up people are made up again the same way
    issuer = Issuer(random, now, NOW.date())
    told = [issuer.person(key, order) for key, order in STORIES.items()]
    others = [issuer.person(f"p{number:03}", _order(number, random)) for number in range(1, size - len(told) + 1)]
    return (*told, *others)


def _order(number: int, random: Random) -> PersonOrder:
    """Every second resident has nothing the matter; the others go through all combinations of states."""
    birth = date(1935, 1, 1) + timedelta(days=random.randrange(365 * 85))
    minority = number % 25 == 0
    return PersonOrder(
        name=_minority_name(random) if minority else _name(number, random),
        sex=random.choice("12"),
        birth=birth,
        cards=_cards(number, random),
        ethnic="05" if minority else random.choice(_GROUPS),
        electronic_card=tuple(ElectronicCard)[number // 60 % 3] if number % 2 else ElectronicCard.ISSUED,
    )


def _cards(number: int, random: Random) -> tuple[CardOrder, ...]:
    if number % 40 == 0:
        return ()
    if number % 2 == 0:
        generation, algorithm = random.choice(_GENERATIONS)
        return (CardOrder(generation, algorithm, tries_left=_tries(random)),)
    card = _in_some_state(number // 2, random)
    if number % 9 == 0 and card.state is not ApplicationState.CANCELLED:
        return (_cancelled_before(), card)
    return (card,)


def _in_some_state(turn: int, random: Random) -> CardOrder:
    """The application state turns fastest, then the bank's, so that 30 turns meet each pair once."""
    state = _STATES[turn % len(_STATES)]
    bank_state = tuple(BankState)[turn // len(_STATES) % len(BankState)]
    step = tuple(Production)[turn // len(_STATES) % len(Production)]
    generation, algorithm = random.choice(_GENERATIONS)
    return CardOrder(
        generation,
        algorithm,
        state=state,
        bank_state=bank_state,
        production=step if state in _WITH_PRODUCTION else Production.NONE,
        tries_left=_tries(random),
    )


def _cancelled_before() -> CardOrder:
    return CardOrder("2.00", state=ApplicationState.CANCELLED, bank_state=BankState.CLOSED, issued=date(2016, 5, 18))


def _tries(random: Random) -> int:
    """Mostly all of them; one in ten has used some up, or all."""
    return random.randrange(MAX_TRIES) if random.random() < 0.1 else MAX_TRIES  # noqa: PLR2004


def _name(number: int, random: Random) -> str:
    surname = random.choice(_DOUBLE_SURNAMES) if number % 30 == 0 else random.choice(_SURNAMES)
    given = "".join(random.sample(_GIVEN, random.choice((1, 2, 2, 2))))
    return surname + (given[:-1] + random.choice(_RARE) if number % 70 == 0 else given)


def _minority_name(random: Random) -> str:
    return f"{random.choice(_MINORITY_FIRST)}·{random.choice(_MINORITY_LAST)}"


def as_json(residents: Iterable[Person]) -> str:
    """All there is to know of them, PINs and card keys included: none of it opens anything outside the sandbox."""
    return json.dumps([_as_dict(person) for person in residents], ensure_ascii=False, indent=2, default=_plain)


def _as_dict(person: Person) -> dict[str, object]:
    whole = asdict(person)
    cards = cast("tuple[dict[str, object], ...]", whole["cards"])
    for card, told in zip(person.cards, cards, strict=True):
        told["keys"] = card_keys(card)
    return whole


def card_keys(card: SocialSecurityCard) -> dict[str, str]:
    """The card's own keys, hex, by the standard's names: IRK, RKSSSE, PUK, STKSSSE."""
    historical = bytes.fromhex(card.atr)[4:]
    return TEST_ROOTS.of_card(Algorithm[card.chip.algorithm], card.identifier[:6], historical).as_hex()


def _plain(value: object) -> object:
    """Dates as ISO 8601, states as their codes."""
    return value.value if isinstance(value, Enum) else str(cast("date", value).isoformat())
