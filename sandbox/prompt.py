"""The demo's console: 插卡 zhang, 取卡, 放身份证 wang, 故障 printer paper-out … in Chinese or English words."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from sandbox.part import CommandError
from sandbox.runner import Sandbox

SHOWN_PEOPLE: Final = 30
WORDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType({
    "插卡": ("card", "insert"), "insert": ("card", "insert"),
    "取卡": ("card", "pull"), "拔卡": ("card", "pull"), "pull": ("card", "pull"),
    "放身份证": ("id-reader", "lay"), "lay": ("id-reader", "lay"),
    "拿走": ("id-reader", "lift"), "lift": ("id-reader", "lift"),
    "换纸": ("printer", "refill"), "refill": ("printer", "refill"),
    "撕纸": ("printer", "tear"), "tear": ("printer", "tear"),
    "凭条": ("printer", "slips"), "slips": ("printer", "slips"),
})  # fmt: skip
"""Word → part and verb."""

HELP: Final = """\
插卡 KEY [N]       insert KEY [N]    插入某人的社保卡
取卡               pull              拔出社保卡
放身份证 KEY       lay KEY           把某人的身份证放上读卡器
拿走               lift              拿走身份证
故障 部件 名称     fault PART NAME   打开故障；名称 none 清除；只写部件列出它的故障
换纸 / 撕纸 / 凭条 refill/tear/slips 打印机
人员 [词]          people [WORD]     有哪些人
设置               settings          写入 kiosk.toml 的内容
部件 命令 …        PART VERB …       直接给部件下命令，如 id-reader delay 300
退出               quit"""


class Prompt:
    """Turns lines into commands to the parts and answers in words."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def run(self, lines: Iterable[str], say: Callable[[str], object]) -> None:
        """Obey line by line until 退出 or the end."""
        for line in lines:
            if line.strip() in {"退出", "quit", "exit", "q"}:
                return
            if answer := self.obey(line):
                say(answer)

    def obey(self, line: str) -> str:
        """What became of one line; nonsense is answered, never raised."""
        words = line.split()
        try:
            return self._carry_out(words[0], words[1:]) if words else ""
        except CommandError as error:
            return str(error)

    def _carry_out(self, word: str, rest: list[str]) -> str:
        match word:
            case "帮助" | "help" | "?":
                return HELP
            case "人员" | "people":
                return self._people(*rest[:1])
            case "设置" | "settings":
                return self._sandbox.toml()
            case "故障" | "fault":
                return self._fault(rest)
            case _ if word in WORDS:
                part, verb = WORDS[word]
                return self._command(part, verb, *rest)
            case _ if word in self._sandbox.parts and rest:
                return self._command(word, *rest)
            case _:
                raise CommandError(f"不懂 {word}，输入 帮助 或 help 看有哪些命令")

    def _people(self, word: str = "") -> str:
        rows = [f"{person.key:<8} {person.name}  {person.story}".rstrip() for person in self._sandbox.people]
        found = [row for row in rows if word in row]
        more = [f"……还有 {len(found) - SHOWN_PEOPLE} 人，用 人员 词 查找"] if len(found) > SHOWN_PEOPLE else []
        return "\n".join(found[:SHOWN_PEOPLE] + more) or "没有这样的人"

    def _fault(self, rest: list[str]) -> str:
        match rest:
            case [name] if name in self._sandbox.parts:
                faults = self._sandbox.parts[name].faults
                return "\n".join(f"{fault:<20} {words}" for fault, words in faults.items())
            case [name, fault, *values]:
                return self._command(name, "fault", fault, *values)
            case _:
                raise CommandError(f"故障 部件 名称；部件有：{'、'.join(self._sandbox.parts)}")

    def _command(self, part: str, verb: str, *args: str) -> str:
        if part not in self._sandbox.parts:
            raise CommandError(f"没有启动 {part}，有：{'、'.join(self._sandbox.parts)}")
        return self._sandbox.command(part, verb, *args)
