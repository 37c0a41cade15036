"""The residents whom the demo and the tests know by nickname: one for each thing that can be the matter with a card."""

from datetime import date, timedelta

from sandbox.issuing import CardOrder, PersonOrder
from sandbox.people import ApplicationState, BankState, ElectronicCard, Production

SEALED, NORMAL = ApplicationState.SEALED, ApplicationState.NORMAL
FORMAL_LOSS, TEMPORARY_LOSS = ApplicationState.FORMAL_LOSS, ApplicationState.TEMPORARY_LOSS
LOCKED, CANCELLED = ApplicationState.LOCKED, ApplicationState.CANCELLED
MALE, FEMALE = "1", "2"

STORIES: dict[str, PersonOrder] = {
    "zhang": PersonOrder(
        "张小满", FEMALE, date(1990, 5, 21), (CardOrder(pin="120119"),), "第三代卡（SM4），一切正常，密码 120119"
    ),
    "wang": PersonOrder(
        "王守拙",
        MALE,
        date(1968, 11, 8),
        (
            CardOrder("2.00", state=CANCELLED, bank_state=BankState.CLOSED, issued=date(2017, 3, 9), pin="860213"),
            CardOrder(issued=date(2023, 6, 15), pin="507264"),
        ),
        "两张卡：旧卡（0）已注销，新卡（1）正常，密码 507264",
    ),
    "li": PersonOrder(
        "李望舒",
        FEMALE,
        date(1985, 2, 17),
        (CardOrder(state=TEMPORARY_LOSS, lost_for=timedelta(days=5), bank_state=BankState.VERBAL_LOSS, pin="318742"),),
        "已临时挂失，5 天后到期，密码 318742",
    ),
    "zhao": PersonOrder(
        "赵长青",
        MALE,
        date(1977, 9, 30),
        (CardOrder(state=FORMAL_LOSS, bank_state=BankState.WRITTEN_LOSS, pin="946150"),),
        "已正式挂失，还没有申请补领，密码 946150",
    ),
    "chen": PersonOrder(
        "陈知秋",
        FEMALE,
        date(1993, 8, 7),
        (
            CardOrder(
                state=FORMAL_LOSS, bank_state=BankState.WRITTEN_LOSS, production=Production.CARD_MADE, pin="275938"
            ),
        ),
        "正式挂失后已申请补领，新卡已制成，密码 275938",
    ),
    "huan": PersonOrder(
        "何其安",
        MALE,
        date(1981, 4, 12),
        (CardOrder("2.00", production=Production.ACCEPTED, pin="684027"),),
        "正在换卡，已受理，密码 684027",
    ),
    "xin": PersonOrder(
        "孙新雨",
        FEMALE,
        date(2001, 12, 3),
        (CardOrder(state=SEALED, bank_state=BankState.NOT_ACTIVATED),),
        "新卡未启用，初始密码 123456",
    ),
    "lingka": PersonOrder(
        "马晓渡",
        MALE,
        date(1999, 1, 25),
        (CardOrder(state=SEALED, bank_state=BankState.NOT_ACTIVATED, production=Production.AT_PICKUP),),
        "新卡已到领卡网点，未启用，初始密码 123456",
    ),
    "suo": PersonOrder(
        "吴清和", MALE, date(1972, 6, 6), (CardOrder(state=LOCKED, pin="753091"),), "社保应用已锁定，密码 753091"
    ),
    "zhuxiao": PersonOrder(
        "冯远山",
        MALE,
        date(1960, 10, 19),
        (CardOrder("2.00", state=CANCELLED, bank_state=BankState.CLOSED, pin="419605"),),
        "唯一的卡已注销，密码 419605",
        electronic_card=ElectronicCard.NOT_ISSUED,
    ),
    "wuka": PersonOrder(
        "郑无忧",
        FEMALE,
        date(1996, 3, 14),
        (),
        "没有社保卡，只有身份证",
        electronic_card=ElectronicCard.NOT_ISSUED,
    ),
    "weicanbao": PersonOrder(
        "姜北川",
        MALE,
        date(1997, 7, 7),
        (),
        "没有社保卡，也没有在重庆参保，只有身份证",
        electronic_card=ElectronicCard.NOT_ISSUED,
        insured=False,
    ),
    "wuzhao": PersonOrder(
        "戚云帆",
        FEMALE,
        date(1995, 9, 23),
        (),
        "没有社保卡，也没有留存照片，只有身份证",
        electronic_card=ElectronicCard.NOT_ISSUED,
        has_photo=False,
    ),
    "yuliu": PersonOrder(
        "谢长宁",
        FEMALE,
        date(1986, 3, 28),
        (CardOrder(pin="470913", medical_balance=123_456),),
        "卡上有医保个人账户余额 1234.56 元，登记了联系人，密码 470913",
        contact="谢佳木",
    ),
    "locked": PersonOrder(
        "周慎言", MALE, date(1988, 7, 27), (CardOrder(pin="830476", tries_left=0),), "密码已锁定，原密码 830476"
    ),
    "lasttry": PersonOrder(
        "许留余", FEMALE, date(1994, 11, 11), (CardOrder(pin="561820", tries_left=1),), "密码只剩一次机会，密码 561820"
    ),
    "nopin": PersonOrder("沈素衣", FEMALE, date(1979, 5, 2), (CardOrder(pin=""),), "卡内没有设置密码"),
    "appblocked": PersonOrder(
        "韩不语",
        MALE,
        date(1983, 8, 16),
        (CardOrder(pin="392857", blocked="application"),),
        "芯片的社保应用已永久锁定（9303）",
    ),
    "cardblocked": PersonOrder(
        "杨止水", MALE, date(1975, 12, 29), (CardOrder(pin="706314", blocked="card"),), "芯片整卡已锁定（6A81）"
    ),
    "gen1": PersonOrder(
        "朱旧堂",
        MALE,
        date(1956, 1, 9),
        (CardOrder("1.00", issued=date(2011, 4, 20), pin="148539"),),
        "第一代规范的卡（1.00，DES），已过有效期，密码 148539",
    ),
    "gen2": PersonOrder(
        "秦望山", FEMALE, date(1970, 2, 28), (CardOrder("2.00", pin="927406"),), "第二代卡（2.00，DES），密码 927406"
    ),
    "gen3des": PersonOrder(
        "尤南星",
        FEMALE,
        date(1987, 10, 10),
        (CardOrder(algorithm="DES", pin="635182"),),
        "第三代卡，但用 DES，密码 635182",
    ),
    "ascii": PersonOrder(
        "吕安然",
        MALE,
        date(1982, 4, 23),
        (CardOrder("2.00", ascii_dates=True, pin="851347"),),
        "卡内日期写成年份文字，密码 851347",
    ),
    "expired": PersonOrder(
        "施平川",
        MALE,
        date(1965, 7, 1),
        (CardOrder("2.00", issued=date(2013, 9, 12), pin="290468"),),
        "卡已过有效期，密码 290468",
    ),
    "idexpired": PersonOrder(
        "孔念慈",
        FEMALE,
        date(1991, 6, 18),
        (CardOrder(pin="473915"),),
        "身份证已过有效期，密码 473915",
        id_expired=True,
    ),
    "rare": PersonOrder("曹𬍛", MALE, date(1989, 9, 9), (CardOrder(pin="518263"),), "名字有生僻字 𬍛，密码 518263"),
    "yan": PersonOrder("严䶮", MALE, date(1998, 5, 30), (CardOrder(pin="364790"),), "名字有生僻字 䶮，密码 364790"),
    "one": PersonOrder(
        "禾", FEMALE, date(2000, 8, 22), (CardOrder(pin="980517"),), "名字只有一个字，密码 980517", ethnic="06"
    ),
    "long": PersonOrder(
        "阿卜杜热合曼·买买提吐尔逊·艾尔肯江巴图",
        MALE,
        date(1984, 3, 3),
        (CardOrder(pin="742956"),),
        "名字有二十个字，密码 742956",
        ethnic="05",
    ),
    "old": PersonOrder(
        "华岁长",
        FEMALE,
        date(1923, 11, 5),
        (CardOrder(pin="159372"),),
        "一百多岁，身份证长期有效，没有登记手机号，密码 159372",
        has_phone=False,
    ),
    "child": PersonOrder(
        "金小禾",
        FEMALE,
        date(2019, 6, 1),
        (CardOrder(bank_state=BankState.NOT_ACTIVATED, pin="607841"),),
        "未成年人，密码 607841",
        electronic_card=ElectronicCard.NOT_ISSUED,
    ),
    "chengdu": PersonOrder(
        "蒋川行", MALE, date(1986, 12, 12), (CardOrder(area="510104", pin="825603"),), "四川成都发的卡，密码 825603"
    ),
    "maria": PersonOrder(
        "HALVORSEN MARIA",
        FEMALE,
        date(1985, 6, 12),
        (CardOrder(pin="493028"),),
        "外国人，2017 版永久居留身份证，密码 493028",
        id_kind="I",
    ),
    "anna": PersonOrder(
        "安娜",
        FEMALE,
        date(1992, 2, 20),
        (CardOrder(pin="716405"),),
        "外国人，2023 版永久居留身份证，密码 716405",
        id_kind="Y",
    ),
    "ming": PersonOrder(
        "卫小明", MALE, date(1990, 10, 1), (CardOrder(pin="268194"),), "港澳台居民居住证，密码 268194", id_kind="J"
    ),
    "elocked": PersonOrder(
        "魏子衿",
        FEMALE,
        date(1995, 4, 4),
        (CardOrder(pin="537029"),),
        "电子社保卡已锁定（24 小时），密码 537029",
        electronic_card=ElectronicCard.LOCKED,
    ),
    "heshi": PersonOrder(
        "陶不在", MALE, date(1940, 1, 31), (CardOrder("2.00", pin="681357"),), "生存状态需要核实", alive=False
    ),
    "chushi": PersonOrder(
        "祝初心",
        FEMALE,
        date(1997, 2, 11),
        (CardOrder(state=TEMPORARY_LOSS, lost_for=timedelta(days=4), pin="123456"),),
        "已临时挂失，没有改过初始密码 123456",
    ),
}  # fmt: skip
"""By nickname, in the order of the demo's list."""
