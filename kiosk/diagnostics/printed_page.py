"""The receipt printer's test page: every class of character that slips use, both sizes, a code, and the cutter."""

from datetime import datetime
from typing import Final

from devices.slip import Align, Feed, Line, Qr, Row, Rule, Slip

CLASSES: Final = (
    ("ASCII", "ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 0123456789 !#$%&'()*+,-./:;<=>?@[]^_`{|}~"),
    ("标点", "，。、；：？！（）《》“”‘’【】…—·￥％"),
    ("一级汉字", "重庆市社会保障卡挂失补换修改密码权益记录打印"),
    ("二级汉字", "渝綦忠酉彭梁垫潼铜璧禧鑫淼焱垚"),
    ("生僻字", "䶮㛃㙦𬍛𠮷𣲗"),
    ("少数民族姓名", "买买提·阿卜杜热合曼"),
    ("全角", "ＡＢＣ０１２３"),
)
"""What it is called, and a sample: GB 2312 levels one and two, GB 18030 beyond the printer's own glyphs."""
CODE: Final = "https://www.12333.gov.cn/ 测试 0123456789"


def printed_page(terminal: str, now: datetime) -> Slip:
    """The same every time but for terminal and moment, so that two printers can be compared."""
    samples = (line for name, words in CLASSES for line in (Line(f"[{name}]", bold=True), Line(words)))
    return Slip(
        (
            Line("打印测试页", bold=True, large=True, align=Align.CENTRE),
            Row(f"终端 {terminal}", f"{now:%Y-%m-%d %H:%M:%S}"),
            Rule(),
            *samples,
            Rule(),
            Line("左对齐"),
            Line("居中", align=Align.CENTRE),
            Line("右对齐", align=Align.RIGHT),
            Row("标签", "数值 1,234.56", bold=True),
            Line("大字 Large 123", large=True),
            Rule(),
            Qr(CODE),
            Line("以上应完整、清晰、不缺字，二维码能扫出网址；这一行之后切纸。"),
            Feed(2),
        )
    )
