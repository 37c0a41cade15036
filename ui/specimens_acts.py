"""Specimens of the pages on which something is decided: confirmed, typed in sight, not yet known, evaluated."""

from collections.abc import Iterator
from dataclasses import replace

from texts import Kind, Personal, Text
from ui.pages import (
    AnyPage,
    Button,
    CodeEntry,
    Confirm,
    Keypad,
    Outcome,
    Paused,
    Point,
    Rate,
    Reason,
    Result,
    Row,
    Steps,
    TextEntry,
    Tone,
    Writing,
)
from ui.specimens_documents import documents
from ui.specimens_faces import faces
from ui.specimens_signing import signings

_PERSON = (Personal(Kind.CARD_NUMBER, "A12345011"), Personal(Kind.NAME, "张三丰"))
_LONG_PERSON = (Personal(Kind.CARD_NUMBER, "A12345011"), Personal(Kind.NAME, "买买提·阿卜杜热合曼·吐尔逊𬍛䶮江巴依"))


def _both(chinese: str, english: str) -> Text:
    return Text("common.in_both", zh_CN=chinese, en=english)


def _steps(current: int) -> Steps:
    labels = (
        _both("核验身份", "Identify"),
        _both("选择", "Choose"),
        _both("确认", "Confirm"),
        _both("完成", "Done"),
    )
    return Steps(labels, current)


_STOPS = Point(
    _both("马上停用", "Stops at once"),
    _both("看病、领待遇、办业务的社保功能", "Doctors, benefits and services by this card"),
    Tone.DANGER,
)
_UNTIL = Point(
    _both("到什么时候", "Until when"),
    _both("7 天后（11月28日 03:12）自动恢复", "7 days (28 Nov 03:12), then it works again by itself"),
    Tone.ATTENTION,
)
_BANK = Point(
    _both("银行账户", "Bank account"),
    _both("本机同时替您向重庆农商行报口头挂失", "This terminal reports it to Chongqing Rural Bank for you"),
)
_STAYS = Point(
    _both("不受影响", "Not touched"),
    _both("电子社保卡，本人授权后仍可用", "The electronic card goes on working on your phone"),
    Tone.GOOD,
)


def acts() -> Iterator[tuple[str, AnyPage]]:
    """Each by its file name."""
    yield from _confirmations()
    yield from _keypads()
    yield from _typed_numbers()
    yield from _code_entries()
    yield from _text_entries()
    yield from _results()
    yield (
        "paused_maintenance",
        Paused(
            headline=Text("terminal.paused"),
            how=Text("staff.paused_for.repair"),
            told=Text("terminal.opens_by_staff"),
            where_else=(
                Text(
                    "terminal.go_to",
                    counter=_both(
                        "渝中区人社局大厅：和平路 211 号（工作日 9:00–17:00）",
                        "the Yuzhong bureau: 211 Heping Road (weekdays 9:00–17:00)",
                    ),
                ),
            ),
            code="M02",
        ),
    )
    yield from signings()
    yield from faces()
    yield from documents()
    yield (
        "rate",
        Rate(headline=Text("rate_service.headline"), how=Text("rate_service.how"), reasons=_REASONS),
    )


def _confirmations() -> Iterator[tuple[str, AnyPage]]:
    yield (
        "confirm",
        Confirm(
            headline=_both("确认临时挂失这张卡？", "Report this card lost for now?"),
            how=_both("挂失后，这张卡马上不能再用。", "The card stops working at once."),
            steps=_steps(2),
            back=True,
            person=_PERSON,
            points=(_STOPS, _UNTIL, _BANK, _STAYS),
            note=_both("找到卡后，可以在这里解挂。", "When you find it, you can withdraw the report here."),
            proceed=_both("确认挂失", "Report it lost"),
        ),
    )
    yield (
        "confirm_long",
        Confirm(
            headline=_both("要注销这张卡的社保功能吗？", "Cancel this card's social security functions for good?"),
            how=_both(
                "注销后这张卡的社保功能不能恢复，需要重新申领新卡。",
                "They cannot be brought back; a new card has to be applied for.",
            ),
            steps=_steps(2),
            back=True,
            person=_LONG_PERSON,
            points=(
                _STOPS,
                Point(
                    _both("银行账户", "Bank account"),
                    _both(
                        "不会销户，钱还在。要转出，以后到重庆农村商业银行渝中支行解放碑分理处办理。",
                        "Stays open with your money in it. To move it, go to the Jiefangbei branch of the bank later.",
                    ),
                    Tone.ATTENTION,
                ),
                Point(_both("到什么时候", "Until when"), _both("永久，不能恢复", "For good, not undone"), Tone.DANGER),
                _STAYS,
            ),
            proceed=_both("确认注销社保功能", "Cancel its functions"),
        ),
    )
    yield (
        "confirm_mild",
        Confirm(
            headline=Text("withdraw_loss_report.confirm"),
            how=Text("withdraw_loss_report.confirm_how"),
            steps=_steps(2),
            back=True,
            person=_PERSON,
            points=(
                Point(Text("withdraw_loss_report.works"), Text("withdraw_loss_report.works_what"), Tone.GOOD),
                Point(
                    Text("withdraw_loss_report.bank"),
                    Text(
                        "withdraw_loss_report.bank_what",
                        call=Text("bank_half.call", bank="重庆农村商业银行", hotline="95389"),
                    ),
                    Tone.ATTENTION,
                ),
            ),
            proceed=Text("withdraw_loss_report.proceed"),
            danger=False,
        ),
    )


def _keypads() -> Iterator[tuple[str, AnyPage]]:
    yield (
        "keypad_code",
        Keypad(
            headline=_both("请输入短信验证码", "Please type the code from the message"),
            how=_both("6 位数字，已发送到尾号 8000 的手机。", "6 digits, sent to the phone ending 8000."),
            steps=_steps(0),
            back=True,
            least=6,
            most=6,
            groups=(3, 3),
            other_ways=(
                Button(
                    "again",
                    _both("重新获取验证码", "Send it again"),
                    wait=60,
                    reason=_both("一分钟后可以重新获取", "Sent again after one minute"),
                ),
            ),
        ),
    )
    yield (
        "keypad_phone",
        Keypad(
            headline=_both("请输入手机号码", "Please type your phone number"),
            back=True,
            least=11,
            most=11,
            groups=(3, 4, 4),
            trouble=_both("这个号码不完整，请重新输入。", "This number is not complete. Please type it again."),
        ),
    )


def _typed_numbers() -> Iterator[tuple[str, AnyPage]]:
    yield (
        "keypad_id_number",
        Keypad(
            headline=_both("请输入身份证号码", "Please type your ID number"),
            how=_both("18 位。末位是 X 的，请按 X。请注意遮挡。", "18 characters. If it ends with X, press X."),
            steps=_steps(0),
            back=True,
            least=18,
            most=18,
            groups=(6, 8, 4),
            letter="X",
            trouble=_both("这个号码不对，请核对后重新输入。", "This number cannot be right. Please type it again."),
        ),
    )


def _code_entries() -> Iterator[tuple[str, AnyPage]]:
    entry = CodeEntry(
        headline=Text("check_reference.type_it"),
        how=Text("check_reference.where_it_stands"),
        steps=_steps(0),
        least=12,
        most=22,
        groups=(3, 6, 4),
    )
    yield "code_entry", entry
    wrong = Text("check_reference.not_found")
    yield "code_entry_trouble", replace(entry, trouble=wrong, groups=(12, 6, 4))


def _text_entries() -> Iterator[tuple[str, AnyPage]]:
    address = TextEntry(
        headline=_both("请输入新的联系地址", "Please type your new address"),
        how=_both("写到门牌号。", "Down to the number of the door."),
        steps=_steps(1),
        back=True,
        writing=Writing.ADDRESS,
        most=50,
        least=6,
        label=_both("新地址", "New address"),
        present=Personal(Kind.ADDRESS, "重庆市渝中区和平路211号渝都大厦26楼2608室"),
    )
    yield "text_address", address
    yield (
        "text_name",
        TextEntry(
            headline=_both("请输入紧急联系人的姓名", "Emergency contact: the name"),
            back=True,
            writing=Writing.NAME,
            most=20,
            present=Personal(Kind.NAME, "买买提·阿卜杜热合曼·吐尔逊𬍛䶮江巴依"),
            trouble=_both("至少要两个字，请重新输入。", "Two characters at least. Please type it again."),
            other_ways=(Button("none", _both("没有紧急联系人", "I have none")),),
        ),
    )
    yield (
        "text_free",
        TextEntry(
            headline=_both("还有什么要说明的？", "Anything else we should know?"),
            how=_both("可以不写。", "You need not write anything."),
            writing=Writing.FREE,
            most=200,
            least=0,
        ),
    )


def _results() -> Iterator[tuple[str, AnyPage]]:
    yield (
        "result_chip_behind",
        Result(
            headline=Text("change_pin.pending"),
            steps=_steps(3),
            outcome=Outcome.UNKNOWN,
            rows=(
                Row(
                    _both("人社局", "Bureau"),
                    _both("已经更改", "Changed"),
                    Tone.GOOD,
                    _both("新密码已登记", "The new PIN is registered"),
                ),
                Row(
                    _both("卡上芯片", "The card's chip"),
                    _both("还没有确认", "Not confirmed"),
                    Tone.ATTENTION,
                    _both("写卡时卡被取出", "The card was taken out meanwhile"),
                ),
            ),
            what_now=(Text("change_pin.pending_now"),),
            who_helps=_both("需要帮助，请拨打 023-12333，24 小时有人接听。", "For help call 023-12333, day and night."),
            reference="A01-4UB07N-2HWX",
            main=Button("finish", Text("change_pin.pending_leave")),
            code="S18",
        ),
    )


_POOR = frozenset({1, 2})
_REASONS = tuple(
    Reason(key, Text(f"rate_service.reason.{key}"), _POOR)
    for key in ("steps", "words", "slow", "reading", "printing", "unsolved", "other")
)
