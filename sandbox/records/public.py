"""The bureau's public pages about records: is this paper genuine, and fetch my file. Plain HTML without scripts."""

from collections.abc import Callable
from typing import Final, TypeVar

from flask import Flask, Response, render_template_string, request
from sqlalchemy.orm import Session

from sandbox.backend.database import Database
from sandbox.records import desk, saving
from sandbox.records.saving import PATH, Opened

R = TypeVar("R")

CHECK: Final = "/check"
_QR_PREFIX: Final = "demo:"
_PAGE: Final = """<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer"><title>{{ title }}</title>
<style>
body { font: 18px/1.6 sans-serif; max-width: 30em; margin: 2em auto; padding: 0 1em; color: #14213d }
h1 { font-size: 1.4em } input, button { font: inherit; padding: .6em; width: 100%; box-sizing: border-box }
button { margin-top: 1em; background: #0a4da2; color: white; border: 0; border-radius: .4em }
.said { border-left: .4em solid #0a4da2; padding: .4em 1em; background: #eff4fb }
.sample { color: #a3001c; font-weight: bold }
</style>
<p class="sample">样张：演示系统，不作任何凭证</p>
<h1>{{ title }}</h1>
{% if said %}<p class="said" role="status">{{ said }}</p>{% endif %}
{% if label %}<form method="post"><label>{{ label }}
<input name="word" autocomplete="off" required maxlength="40"></label>
<button>{{ button }}</button></form>{% endif %}
{% if send %}<form method="post"><button name="send" value="1">发短信验证码到登记的手机</button></form>{% endif %}
</html>"""
_VERDICTS: Final = {
    "genuine": "真实有效：这个查验码是本机构出具的，内容没有改动。",
    "altered": "内容不符：查验码与本机构出具的不一致，请勿采信。",
    "void": "已作废：这份材料没有打印完整，已经作废，请勿采信。",
    "expired": "已过有效期：曾经出具，现已过期，请让持有人重新打印。",
    "unknown": "查无此件：没有出具过这个查验码的材料，请核对后重新输入。",
}
_WORD: Final = "身份证号码后六位，或短信验证码"
_SENT: Final = "验证码已发到您登记的手机，5 分钟内有效。"
_NOT_SENT: Final = "现在不能发送验证码，请输入身份证号码后六位，或稍后再试。"
_OVER: Final = "这个地址已经用过、过期或输错次数太多，请回到终端重新获取。"


def make_public(database: Database) -> Flask:
    """The WSGI application; nothing personal is in any address or answer but the file itself."""
    app = Flask("sandbox.records")

    @app.route(CHECK, methods=["GET", "POST"])
    def check() -> str:  # pyright: ignore[reportUnusedFunction]
        code = request.form.get("word", "").strip().removeprefix(_QR_PREFIX)
        verdict = _transact(database, lambda session, now: desk.check(session, code, None, now)) if code else ""
        said = _VERDICTS.get(verdict, "")
        return _page("查验权益记录真伪", said, "查验码，如 S-7KQM-3F9T-H2XW", "查验")

    @app.route(PATH + "<token>", methods=["GET", "POST"])
    def fetch(token: str) -> Response | str:  # pyright: ignore[reportUnusedFunction]
        title, word = "保存权益记录", request.form.get("word", "")
        if "send" in request.form:
            sent = _transact(database, lambda session, now: saving.send_code(session, token, now))
            return _page(title, _SENT if sent else _NOT_SENT, _WORD, "保存到手机", send=True)
        if not word:
            return _page(title, "", _WORD, "保存到手机", send=True)
        opened, pdf = _transact(database, lambda session, now: saving.fetch(session, token, word, now))
        match opened:
            case Opened.YES:
                name = {"Content-Disposition": 'attachment; filename="record-sample.pdf"', "Cache-Control": "no-store"}
                return Response(pdf, mimetype="application/pdf", headers=name)
            case Opened.WRONG:
                return _page(title, "不正确，请重新输入。", _WORD, "保存到手机", send=True)
            case Opened.OVER:
                return _page(title, _OVER, "", "")

    return app


def is_public(path: str) -> bool:
    """Whether anybody may ask for it, unsigned."""
    return path == CHECK or path.startswith(PATH)


def _page(title: str, said: str, label: str, button: str, *, send: bool = False) -> str:
    return render_template_string(_PAGE, title=title, said=said, label=label, button=button, send=send)


def _transact(database: Database, function: Callable[[Session, float], R]) -> R:
    return database.transact(lambda session: function(session, database.clock()))
