"""What a made-up person did for a living, as far as their insurances are concerned: stretches of months, told once."""

from dataclasses import dataclass
from enum import Enum, unique
from random import Random


@unique
class Insurance(Enum):
    """险种: the bureau's own names, with the ministry's codes (AAE140) as labels."""

    EMPLOYEE_PENSION = "employee_pension"
    CIVIL_PENSION = "civil_pension"
    RESIDENT_PENSION = "resident_pension"
    UNEMPLOYMENT = "unemployment"
    WORK_INJURY = "work_injury"

    @property
    def code(self) -> str:
        """AAE140 险种类型."""
        return _CODES[self]


_CODES = {
    Insurance.EMPLOYEE_PENSION: "110",
    Insurance.CIVIL_PENSION: "120",
    Insurance.RESIDENT_PENSION: "170",
    Insurance.UNEMPLOYMENT: "210",
    Insurance.WORK_INJURY: "410",
}


@unique
class Payment(Enum):
    """缴费类型: how a month came to be there, or that it is owed."""

    NORMAL = "normal"
    ARREARS = "arrears"
    """补缴: paid later than it was due."""
    TRANSFERRED = "transferred"
    """转入: paid in another city, taken over."""
    OWED = "owed"
    """欠缴: due, and not paid."""


EMPLOYED = (Insurance.EMPLOYEE_PENSION, Insurance.UNEMPLOYMENT, Insurance.WORK_INJURY)
CIVIL = (Insurance.CIVIL_PENSION, Insurance.UNEMPLOYMENT, Insurance.WORK_INJURY)
BY_ONESELF = (Insurance.EMPLOYEE_PENSION,)
AS_RESIDENT = (Insurance.RESIDENT_PENSION,)
FLEXIBLE = "灵活就业人员"
VILLAGE = "城乡居民"


@dataclass(frozen=True)
class Stretch:
    """Some months in a row with one employer. `until` 0: to this day. Months are YYYYMM.

    `wage`: of the average wage; `credited`: when arrears came in; `grade`: yuan a year of a resident's pension.
    """

    since: int
    until: int
    unit: str
    insurances: tuple[Insurance, ...] = EMPLOYED
    wage: float = 1.0
    payment: Payment = Payment.NORMAL
    credited: int = 0
    grade: int = 0


@dataclass(frozen=True)
class Pension:
    """A pension that is being paid: since when, and yuan a month at first."""

    insurance: Insurance
    since: int
    monthly: float


@dataclass(frozen=True)
class Career:
    """Everything known of one person. `deemed`: months before there were contributions (视同缴费)."""

    stretches: tuple[Stretch, ...] = ()
    deemed: int = 0
    pensions: tuple[Pension, ...] = ()
    ended: int = 0
    """The month of death; 0: alive."""


_CQ = "重庆"
CAREERS: dict[str, Career] = {
    "zhang": Career((
        Stretch(201207, 201502, f"{_CQ}山城示例文化传播有限公司", wage=0.7),
        Stretch(201509, 201912, f"{_CQ}云岫示例信息技术有限公司", wage=1.1),
        Stretch(202001, 202002, f"{_CQ}云岫示例信息技术有限公司", wage=1.1, payment=Payment.ARREARS, credited=202006),
        Stretch(202003, 0, f"{_CQ}两江示例软件有限公司", wage=1.6),
    )),
    "wang": Career(
        (
            Stretch(199201, 200902, f"{_CQ}示例第二机床厂", wage=0.9),
            Stretch(200907, 201812, f"{_CQ}示例机床（集团）有限责任公司", wage=1.0),
            Stretch(201901, 0, f"{_CQ}长滩示例装备制造有限公司", wage=1.3),
        ),
        deemed=54,
    ),
    "li": Career((
        Stretch(200707, 201306, "成都市示例餐饮管理有限公司（转入）", BY_ONESELF, 0.8, Payment.TRANSFERRED, 201402),
        Stretch(201310, 202105, f"{_CQ}解放碑示例百货有限公司", wage=0.9),
        Stretch(202106, 0, FLEXIBLE, BY_ONESELF, 0.6),
    )),
    "zhao": Career((
        Stretch(199809, 200512, f"{_CQ}示例汽车配件厂", wage=0.8),
        Stretch(200603, 202503, f"{_CQ}示例汽车零部件制造有限公司", wage=1.0),
        Stretch(202504, 202509, f"{_CQ}示例汽车零部件制造有限公司", wage=1.0, payment=Payment.OWED),
        Stretch(202510, 0, f"{_CQ}示例新能源科技有限公司", wage=1.1),
    )),
    "chen": Career((
        Stretch(201508, 201604, f"{_CQ}示例幼儿园", wage=0.6),
        Stretch(201701, 201712, FLEXIBLE, BY_ONESELF, 0.6),
        Stretch(201803, 202410, f"{_CQ}渝中区示例培训学校", wage=0.8),
    )),
    "huan": Career((
        Stretch(200408, 201409, f"{_CQ}示例建筑设计有限公司", wage=1.1),
        Stretch(201410, 0, f"{_CQ}市渝中区示例中学", CIVIL, 1.3),
    )),
    "xin": Career(),
    "child": Career(),
    "wuka": Career((Stretch(201801, 0, VILLAGE, AS_RESIDENT, grade=400),)),
    "suo": Career(
        (
            Stretch(199308, 200703, f"{_CQ}示例纺织总厂", wage=0.7),
            Stretch(200704, 201012, f"{_CQ}示例纺织总厂", wage=0.7, payment=Payment.ARREARS, credited=201106),
            Stretch(201101, 0, f"{_CQ}南岸示例服饰有限公司", wage=0.8),
        ),
        deemed=20,
    ),
    "gen1": Career(
        (
            Stretch(199201, 200312, f"{_CQ}示例港口装卸公司", wage=0.9),
            Stretch(200401, 201512, f"{_CQ}示例港务物流有限公司", wage=1.0),
        ),
        deemed=192,
        pensions=(Pension(Insurance.EMPLOYEE_PENSION, 201602, 2611.4),),
    ),
    "gen2": Career((
        Stretch(201001, 201412, VILLAGE, AS_RESIDENT, grade=200),
        Stretch(201503, 202010, f"{_CQ}渝中区示例家政服务有限公司", wage=0.6),
        Stretch(202101, 0, FLEXIBLE, BY_ONESELF, 0.6),
    )),
    "expired": Career(
        (
            Stretch(200001, 200806, f"{_CQ}示例造船厂", wage=0.9),
            Stretch(200901, 201612, VILLAGE, AS_RESIDENT, grade=500),
            Stretch(201701, 202509, f"{_CQ}示例物业服务有限公司", wage=0.7),
        ),
        deemed=156,
        pensions=(Pension(Insurance.EMPLOYEE_PENSION, 202510, 3088.6),),
    ),
    "old": Career(pensions=(Pension(Insurance.RESIDENT_PENSION, 200907, 80.0),)),
    "heshi": Career(
        (Stretch(199201, 200001, f"{_CQ}示例造纸厂", wage=0.9),),
        deemed=360,
        pensions=(Pension(Insurance.EMPLOYEE_PENSION, 200002, 612.3),),
        ended=202603,
    ),
    "zhuxiao": Career(
        (Stretch(199201, 202010, f"{_CQ}示例运输有限公司", wage=1.0),),
        deemed=108,
        pensions=(Pension(Insurance.EMPLOYEE_PENSION, 202011, 3954.2),),
    ),
}  # fmt: skip
"""The residents with nicknames whose working life is told; all others have an ordinary one."""

_WORKS = ("百货", "物流", "餐饮管理", "建筑工程", "医药", "信息技术", "机械制造", "物业服务", "酒店管理", "印务")
_FIRST_RECORD = 1992


def ordinary(birth_year: int, woman: bool, random: Random, this_month: int) -> Career:
    """An ordinary working life: some jobs with pauses between them, then a pension where they are old enough."""
    retires = (birth_year + (55 if woman else 60)) * 100 + 1
    begins = max(_FIRST_RECORD, birth_year + random.randrange(18, 25)) * 100 + random.randrange(1, 13)
    if birth_year < _FIRST_RECORD - 65:
        return Career(pensions=(Pension(Insurance.RESIDENT_PENSION, 200907, 80.0),))
    stretches: list[Stretch] = []
    while begins < min(this_month, retires):
        ends = later(begins, random.randrange(14, 150))
        last = ends >= min(this_month, retires)
        until = (later(retires, -1) if retires <= this_month else 0) if last else ends
        stretches.append(_job(begins, until, random))
        if last:
            break
        begins = later(ends, random.choice((1, 1, 2, 4, 9)))
    pensions = (Pension(Insurance.EMPLOYEE_PENSION, retires, 900 + random.randrange(1200)),)
    return Career(tuple(stretches), 0, pensions if stretches and retires <= this_month else ())


def _job(since: int, until: int, random: Random) -> Stretch:
    if random.random() < 0.15:  # noqa: PLR2004 - one in seven works on their own
        return Stretch(since, until, FLEXIBLE, BY_ONESELF, 0.6)
    unit = f"重庆示例{random.choice(_WORKS)}有限公司"
    return Stretch(since, until, unit, wage=round(random.uniform(0.6, 2.2), 2))


def later(month: int, by: int) -> int:
    """The month `by` months after YYYYMM."""
    count = month // 100 * 12 + month % 100 - 1 + by
    return count // 12 * 100 + count % 12 + 1
