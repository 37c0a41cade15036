"""Specimens of the page that is signed with a finger, and of what stands for a signature."""

from collections.abc import Iterator

from texts import Text
from ui.face_pages import Consent
from ui.pages import AnyPage, Button, Signature, Steps

WRITTEN = (
    "196,109 286,97;150,150 330,138;240,60 238,200 222,300 188,348;244,190 290,270 332,322;"
    "452,84 448,160 430,230;470,120 560,108 556,214;480,168 548,160;700,70 690,150 668,240 640,300;"
    "640,180 760,166 756,250 742,330 716,318;790,120 800,200 796,296"
)
"""A name that nobody has, as the screen sends it."""


def _both(chinese: str, english: str) -> Text:
    return Text("common.in_both", zh_CN=chinese, en=english)


def signings() -> Iterator[tuple[str, AnyPage]]:
    """Each by its file name."""
    labels = (
        _both("核验身份", "Identify"),
        _both("填写", "Fill in"),
        _both("签名", "Sign"),
        _both("完成", "Done"),
    )
    signs = _both(
        "补领社保卡，重庆农村商业银行，到松溪巷服务网点领取",
        "A replacement card by Chongqing Rural Commercial Bank, picked up at Songxi Lane service point",
    )
    declaration = _both(
        "本人申请并承诺以上信息真实有效；如有不实，愿承担相应法律责任。",
        "I apply for this and declare that what I state is true; I answer by law for what is not.",
    )
    yield (
        "signature",
        Signature(
            headline=_both("请用手指签名", "Please sign with your finger"),
            how=_both("写好后按“签好了，提交”。", 'Then press "Submit".'),
            steps=Steps(labels, 2),
            back=True,
            signs=signs,
            declaration=declaration,
            proceed=_both("签好了，提交", "Submit"),
            other_ways=(Button("counter", _both("不方便签名", "I cannot sign here")),),
        ),
    )
    yield (
        "signature_declared",
        Consent(
            headline=Text("card_application.declare"),
            how=Text("card_application.declare_how"),
            steps=Steps(labels, 2),
            back=True,
            points=(
                (Text("card_application.declare_what"), signs),
                (Text("card_application.declare_words"), declaration),
                (Text("card_application.declare_told"), Text("card_application.declare_instead")),
            ),
            agree=Text("card_application.declare_agree"),
            decline=Text("card_application.declare_decline"),
        ),
    )
