"""Every page kind with ordinary and awkward contents: what the gallery draws and the tests measure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from texts import Kind, Personal, Text, literal
from ui.pages import (
    AnyPage,
    Button,
    Card,
    Choice,
    Frame,
    Group,
    Home,
    Notice,
    Outcome,
    Paused,
    Picture,
    PinPad,
    PresentCard,
    PresentId,
    Print,
    PublicNotice,
    Record,
    Result,
    Row,
    Standby,
    Starting,
    Steps,
    TakeBack,
    Tone,
    Working,
)
from ui.specimens_acts import acts
from ui.specimens_between import between
from ui.specimens_checks import checks
from ui.specimens_records import records
from ui.specimens_staff import staff


class SomeDigits:
    """A PIN handle with some digits typed, which are nowhere."""

    def __init__(self, length: int = 0, layout: str = "1234567890") -> None:
        self.length, self.layout = length, layout

    def put(self, position: int) -> None:  # noqa: ARG002 - it keeps no digits
        self.length += 1

    def delete(self) -> None:
        self.length = max(self.length - 1, 0)

    def clear(self) -> None:
        self.length = 0


def _both(chinese: str, english: str) -> Text:
    return Text("common.in_both", zh_CN=chinese, en=english)


def frame() -> Frame:
    """A terminal with an ordinary name, in sandbox mode."""
    place = _both("渝中区人社 24 小时自助服务", "Yuzhong Social Security 24-hour Self-service")
    hours = _both("24 小时有人接听", "day and night")
    hotline = Text("terminal.call_now", hotline="023-12333", hours=hours)
    return Frame(place=place, terminal_id="A01", hotline=hotline, sample=True)


_STEPS = (_both("核验身份", "Identify"), _both("查看", "View"), _both("完成", "Done"))


def _steps(current: int) -> Steps:
    return Steps(_STEPS, current)


_CANCELLED_ONE = 2
_LONG_NAME = "买买提·阿卜杜热合曼·吐尔逊𬍛䶮江巴依"
_MARKUP = "<b>本行</b>&nbsp;<a href='x'>点此</a>"
_CARD = Button(
    "card_status", _both("卡状态查询", "Card status"), "card", _both("看看卡能不能用", "See whether your card works")
)
_STAFF = Button("staff", Text("staff.corner"), "person")
_TILES = (
    _CARD,
    Button(
        "loss",
        _both("挂失 · 解挂", "Report loss"),
        "lost",
        _both("卡丢了，马上停用", "Stop a lost card at once"),
        keywords=("卡丢了", "卡不见了", "lost", "stolen"),
    ),
    Button("pin", _both("改密码 · 重置", "Change PIN"), "key", _both("需要社保卡", "Bring your card")),
    Button(
        "record",
        _both("权益记录打印", "Records"),
        "document",
        _both("缴费明细、参保证明", "Contributions, certificates"),
    ),
    Button(
        "pension", _both("养老资格认证", "Pension check"), "face", _both("看镜头，一分钟", "One minute at the camera")
    ),
    Button("activate", _both("新卡启用", "Activate a card"), "unlock", _both("第一次用卡", "First use of a new card")),
    Button("lock", _both("锁定 · 解锁", "Lock or unlock"), "lock", _both("暂停社保功能", "Pause the card's functions")),
    Button(
        "replace",
        _both("补卡 · 换卡", "Replace a card"),
        "swap",
        enabled=False,
        reason=_both("打印机缺纸，暂停受理", "Closed: the printer is out of paper"),
    ),
)


def _row(label: tuple[str, str], value: tuple[str, str], tone: Tone, meaning: tuple[str, str]) -> Row:
    return Row(_both(*label), _both(*value), tone, _both(*meaning))


_GOOD_ROWS = (
    _row(
        ("社保功能", "Social security"),
        ("正常", "Working"),
        Tone.GOOD,
        ("可以看病、领待遇、办业务", "For doctors, benefits and services"),
    ),
    _row(
        ("银行账户", "Bank account"),
        ("正常", "Working"),
        Tone.GOOD,
        ("重庆农村商业银行 尾号 6217", "Chongqing Rural Commercial Bank, ends 6217"),
    ),
    _row(("密码", "PIN"), ("正常", "Working"), Tone.GOOD, ("还可以输入 6 次", "6 tries left")),
    _row(
        ("制卡进度", "Production"),
        ("已领卡", "Handed out"),
        Tone.NEUTRAL,
        ("2021年6月18日领取", "Handed out on 18 Jun 2021"),
    ),
    _row(
        ("电子社保卡", "Electronic card"), ("已签发", "Issued"), Tone.GOOD, ("手机上也能用", "Works on your phone, too")
    ),
)
_WORSE_ROWS = (
    _row(
        ("社保功能", "Social security"),
        ("已临时挂失", "Reported lost for now"),
        Tone.DANGER,
        (
            "11月28日 03:12 前有效（7 天），到期自动恢复。找到卡后可以在这里解挂；确实丢了请办理正式挂失并补卡。",
            "Until 28 Nov 03:12 (7 days), then it works again by itself. Found it? Withdraw the report here. "
            "Lost for good? Report it formally and have it replaced.",
        ),
    ),
    _row(
        ("银行账户", "Bank account"),
        ("还没有激活", "Not active yet"),
        Tone.ATTENTION,
        (
            f"{_MARKUP}：请本人带身份证到重庆农村商业银行渝中支行解放碑分理处激活",
            f"{_MARKUP}: bring your ID card to the Jiefangbei branch of the bank",
        ),
    ),
    Row(
        Text("card_status.label.chip"),
        Text("card_status.chip.right"),
        Tone.GOOD,
        Text("card_status.chip.tries_means", tries=2),
    ),
)


def _person(name: str) -> tuple[Personal, ...]:
    return (Personal(Kind.NAME, name), Personal(Kind.ID_NUMBER, "50010319500101123X"))


_CANCELLED = Card(
    _both("旧卡已注销", "Old card, cancelled"),
    tone=Tone.DANGER,
    number=Personal(Kind.CARD_NUMBER, "X12345001"),
    summary=_both("这张卡不能再使用，请用上面的新卡。", "This card cannot be used any more. Please use the one above."),
)


def _card(rows: tuple[Row, ...], tone: Tone) -> Card:
    return Card(_both("社保卡", "Social security card"), rows, tone, number=Personal(Kind.CARD_NUMBER, "A12345011"))


_NEXT = (
    Button("pin", _both("改密码", "Change PIN")),
    Button("loss", _both("挂失", "Report loss")),
    Button("lock", _both("锁定社保功能", "Lock the card")),
)
_PRINT = Button("print", Text("card_status.print"))
_FOUND = Button("withdraw_loss_report", Text("withdraw_loss_report.title"))
_LOST_FOR_GOOD = Button("report_loss", Text("report_loss.formal.title"), "lost")
_OTHER_ID = (Button("id_card", _both("没有带卡？改用身份证", "No card? Use the ID card"), "id_card"),)


def pages() -> Mapping[str, AnyPage]:
    """Every kind of page by a file name, ordinary contents first, then awkward ones."""
    return dict((*_pages(), *acts(), *records(), *checks(), *staff(), *between()))


def _pages() -> Iterator[tuple[str, AnyPage]]:
    yield "starting", Starting(headline=Text("ui.words.starting"))
    yield (
        "paused",
        Paused(
            headline=Text("terminal.paused"),
            how=Text("terminal.paused_no_log"),
            told=Text("terminal.opens_by_itself"),
            where_else=(
                Text(
                    "terminal.go_to",
                    counter=_both(
                        "渝中区人社局大厅：和平路 211 号（工作日 9:00–17:00）",
                        "the Yuzhong bureau: 211 Heping Road (weekdays 9:00–17:00)",
                    ),
                ),
                _both(
                    "最近的另一台自助机：解放碑农商行（24 小时）",
                    "Nearest other terminal: Rural Commercial Bank, Jiefangbei (day and night)",
                ),
            ),
            code="B03",
            corner=_STAFF,
        ),
    )
    yield (
        "standby",
        Standby(
            headline=_both("您好，社保业务自助办理", "Social security, by yourself"),
            how=_both("24 小时开放，无需取号", "Open day and night, no queue"),
            offers=_TILES[:6],
        ),
    )
    yield (
        "standby_many",
        Standby(
            headline=_both("您好，社保业务自助办理", "Social security, by yourself"),
            how=_both("24 小时开放，无需取号", "Open day and night, no queue"),
            offers=_TILES[:6],
            notices=(
                _both(
                    "读卡器里有一张卡没有取走，刷身份证可办的业务照常。",
                    "A card was left in the reader; services by ID card go on.",
                ),
            ),
        ),
    )
    yield (
        "standby_notices",
        Standby(
            headline=_both("您好，社保业务自助办理", "Social security, by yourself"),
            how=_both("24 小时开放，无需取号", "Open day and night, no queue"),
            offers=_TILES[:6],
            notices=(_both("凭条打印机暂停使用，结果会显示在屏幕上。", "No slips for now: results are shown."),),
            public=(
                PublicNotice(
                    _both(
                        "12月1日 2:00–6:00 全市社保系统升级，这段时间不能办理业务，其他时间照常。",
                        "1 December, 2:00–6:00: social security systems are being upgraded, no service then.",
                    )
                ),
                PublicNotice(
                    _both("电子社保卡，手机上也能用。", "The electronic card works on your phone."), publicity=True
                ),
            ),
        ),
    )
    yield "home_one", Home(headline=_both("您好，请选择要办的事", "What would you like to do?"), tiles=_TILES[:1])
    yield (
        "home",
        Home(headline=_both("您好，请选择要办的事", "What would you like to do?"), tiles=_TILES, corner=_STAFF),
    )
    yield (
        "home_groups",
        Home(
            headline=_both("您好，请选择要办的事", "What would you like to do?"),
            tiles=_TILES,
            groups=(
                Group(_both("社保卡", "Social security card"), (*_TILES[:3], *_TILES[5:]), "card"),
                Group(_both("养老保险", "Pension"), _TILES[3:5], "person"),
                Group(_both("办事指南", "Guides"), _TILES[3:4], "info"),
            ),
            corner=_STAFF,
        ),
    )
    yield (
        "home_six",
        Home(
            headline=_both("您好，请选择要办的事", "What would you like to do?"),
            tiles=(*_TILES[:5], _TILES[7]),
            notices=(Text("terminal.without_receipt_printer"),),
        ),
    )
    yield (
        "notice",
        Notice(
            headline=_both("查看社保卡状态", "See the state of your card"),
            steps=_steps(0),
            back=True,
            points=(
                (
                    _both("需要", "You need"),
                    _both("社保卡和密码，或本人身份证", "Your card and its PIN, or your ID card"),
                ),
                (
                    _both("能看到", "You will see"),
                    _both(
                        "社保功能、银行账户、密码是否锁定、制卡进度、电子社保卡",
                        "Social security, bank account, whether the PIN is locked, production, electronic card",
                    ),
                ),
                (_both("时间", "It takes"), _both("大约一分钟", "About one minute")),
                (_both("费用", "It costs"), _both("免费", "Nothing")),
            ),
        ),
    )
    yield (
        "choice",
        Choice(
            headline=_both("请选择证件", "How will you identify yourself?"),
            how=_both("用社保卡可以看到更多。", "With the card you see more."),
            steps=_steps(0),
            back=True,
            options=(
                Button(
                    "card", _both("社保卡", "Social security card"), "card", _both("需要输入密码", "You type its PIN")
                ),
                Button(
                    "id_card", _both("身份证", "ID card"), "id_card", _both("只看卡的状态", "The card's state only")
                ),
            ),
        ),
    )
    yield (
        "choice_long",
        Choice(
            headline=_both(
                "您有三张社保卡，请选择要查询的一张", "You have three cards. Which one would you like to look at?"
            ),
            back=True,
            options=tuple(
                Button(
                    str(n),
                    _both(f"重庆市社会保障卡 尾号 01{n}", f"Chongqing card ending 01{n}"),
                    "card",
                    literal(_MARKUP),
                    n != _CANCELLED_ONE,
                    _both("已注销，不能选择", "Cancelled: cannot be chosen"),
                )
                for n in (1, 2, 3)
            ),
        ),
    )
    yield (
        "present_card",
        PresentCard(
            headline=_both("请插入社保卡", "Please insert your card"),
            how=_both(
                "芯片面朝上，芯片这头先插，插到底。屏幕提示之前，请不要拔出。",
                "Chip first, all the way in. Leave it there until the screen says so.",
            ),
            steps=_steps(0),
            back=True,
            other_ways=_OTHER_ID,
        ),
    )
    yield (
        "present_card_again",
        PresentCard(
            headline=_both("请重新插入社保卡", "Please insert your card again"),
            how=_both("先拔出来看看正反，再插到底。", "Take it out, look at it, and put it all the way in."),
            steps=_steps(0),
            back=True,
            picture=Picture.REINSERT_CARD,
            trouble=_both(
                "读不到卡。请看看卡是不是插反了，芯片有没有脏。",
                "The card cannot be read. Is it the right way round, is the chip clean?",
            ),
            other_ways=_OTHER_ID,
        ),
    )
    yield (
        "present_id",
        PresentId(
            headline=_both("请放上身份证", "Please lay your ID card down"),
            how=_both("平放在感应区，放好后不要移动。", "Flat on the reader, and keep it still."),
            steps=_steps(0),
            back=True,
            other_ways=(Button("card", _both("改用社保卡", "Use the card instead"), "card"),),
        ),
    )
    yield "pin", _pin(0, None)
    yield "pin_typed", _pin(3, None)
    yield "pin_trouble", _pin(0, _both("密码不对，还可以输入 5 次。", "Wrong PIN. 5 tries left."))
    yield "pin_on_pad", replace(_pin(0, None), on_pad=True)
    yield (
        "pin_twelve",
        PinPad(
            headline=_both("请输入社保卡密码", "Please type your PIN"),
            pin=SomeDigits(12, "7305928146"),
            least=4,
            most=12,
            back=True,
        ),
    )
    yield (
        "working",
        Working(
            headline=_both("正在查询您的社保卡", "Looking up your cards"),
            how=_both("请稍候，不要拔卡。", "One moment please, leave the card in."),
            steps=_steps(1),
        ),
    )
    yield (
        "working_long",
        Working(
            headline=_both("正在查询您的社保卡", "Looking up your cards"),
            card_in=True,
            steps=_steps(1),
            waiting_for=Text("common.waiting_for_bureau"),
        ),
    )
    yield (
        "record",
        Record(
            headline=_both("您的卡可以正常使用", "Your card works"),
            card_in=True,
            steps=_steps(1),
            person=_person("张三丰"),
            cards=(_card(_GOOD_ROWS, Tone.GOOD), _CANCELLED),
            next_headline=Text("card_status.next"),
            next_steps=_NEXT,
            main=_PRINT,
        ),
    )
    yield (
        "record_long",
        Record(
            headline=Text("card_status.headline.4"),
            how=Text("card_status.needed.withdraw_loss_report", do=_FOUND.label),
            card_in=True,
            steps=_steps(1),
            back=True,
            person=_person(_LONG_NAME),
            cards=(_card(_WORSE_ROWS, Tone.DANGER), _card(_GOOD_ROWS, Tone.GOOD), _CANCELLED, _CANCELLED),
            next_headline=Text("card_status.next"),
            next_steps=(_LOST_FOR_GOOD, _PRINT),
            main=_FOUND,
        ),
    )
    yield (
        "record_none",
        Record(
            headline=_both("没有查到您的社保卡", "No card was found"),
            how=_both(
                "可能还没有申领。要申领，请退出后选“申领社保卡”，或拨打 023-12333 咨询，24 小时有人接听。",
                "Perhaps none was applied for yet. To apply, leave and choose “Apply for a card”; or call 023-12333.",
            ),
            steps=_steps(1),
            person=_person("王五"),
        ),
    )
    yield (
        "print",
        Print(
            headline=Text("card_status.printing"),
            how=Text("card_status.printing_how"),
            steps=_steps(2),
        ),
    )
    yield (
        "take_back",
        TakeBack(
            headline=_both("请取走您的社保卡", "Please take your card"),
            how=_both("别忘了您的卡。", "Do not forget it."),
        ),
    )
    yield (
        "take_back_alarm",
        TakeBack(
            headline=_both("请取走您的卡和身份证", "Take your card and your ID card"),
            how=_both("两样都还在机器上。", "Both are still on the machine."),
            picture=Picture.TAKE_BOTH,
            alarm=3,
        ),
    )
    yield (
        "result_done",
        Result(
            headline=Text("card_status.printed"),
            steps=_steps(2),
            outcome=Outcome.DONE,
            what_now=(Text("card_status.printed_now"),),
            picture=Picture.TAKE_SLIP,
            main=Button("finish", Text("card_status.finish")),
            buttons=(Button("show_again", Text("card_status.show_again")),),
        ),
    )
    yield (
        "result_unknown",
        Result(
            headline=Text("bank_half.both.silent"),
            outcome=Outcome.UNKNOWN,
            rows=(
                _row(
                    ("社保功能", "Social security"),
                    ("已临时挂失", "Stopped for now"),
                    Tone.GOOD,
                    ("到 11月28日 03:12", "Until 28 Nov 03:12"),
                ),
                _row(
                    ("银行账户", "Bank account"),
                    ("还没有答复", "No answer yet"),
                    Tone.ATTENTION,
                    ("正在核实", "Being settled"),
                ),
            ),
            what_now=(
                Text(
                    "bank_half.both.silent_now", call=Text("bank_half.call", bank="重庆农村商业银行", hotline="95389")
                ),
                Text("report_loss.temporary.done_now"),
            ),
            who_helps=_both("需要帮助，请拨打 023-12333，24 小时有人接听。", "For help call 023-12333, day and night."),
            reference="A01-4UA223-K7MQ",
            main=_PRINT,
            code="S17",
        ),
    )
    yield (
        "result_failed",
        Result(
            headline=_both("没有查到结果，您的卡没有变化", "No result. Nothing has changed"),
            outcome=Outcome.FAILED,
            what_now=(
                _both(
                    "人社局的系统暂时没有答复，请稍后再试。",
                    "The bureau's system did not answer. Please try again later.",
                ),
            ),
            who_helps=_both(
                "白天可到渝中区人社局大厅：和平路 211 号；或拨打 023-12333。",
                "By day: 211 Heping Road; or call 023-12333.",
            ),
            main=Button("again", _both("再试一次", "Try again")),
            code="B07",
        ),
    )
    yield (
        "result_refused",
        Result(
            headline=_both("这张卡现在不能查询", "This card cannot be looked up now"),
            outcome=Outcome.REFUSED,
            what_now=(literal(f"{_MARKUP} {_LONG_NAME}"),),
            who_helps=_both(
                "请本人带身份证到渝中区人社局大厅办理。", "Please come to the bureau's hall with your ID card."
            ),
        ),
    )


def _pin(length: int, trouble: Text | None) -> PinPad:
    return PinPad(
        headline=_both("请输入社保卡密码", "Please type your PIN"),
        card_in=True,
        how=_both("6 位数字，请注意遮挡。", "6 digits. Mind who is watching."),
        steps=_steps(0),
        back=True,
        pin=SomeDigits(length),
        trouble=trouble,
        other_ways=(Button("forgot", _both("忘记密码", "Forgotten it?")),),
    )
