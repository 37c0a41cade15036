"""The demo's small second window: choose a resident, put cards in and take them out, switch faults, see the paper."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from sandbox.faces.people import face_of
from sandbox.part import CommandError
from sandbox.people import Person
from sandbox.runner import Sandbox

REFRESH_MS: Final = 500
PAPER_WIDTH: Final = 340
ONE_AT_A_TIME: Final = frozenset({"backend", "card"})
"""Parts that have one fault in force; a new one takes the old one's place."""
TITLES: Final = {
    "backend": "后台",
    "card": "社保卡",
    "id-reader": "身份证阅读器",
    "printer": "凭条打印机",
    "pin-pad": "密码键盘",
    "camera": "摄像头",
    "psam": "PSAM 卡",
    "document-printer": "文件打印机",
    "duty-desk": "值班台",
}
CAMERA: Final = "camera"
ACTS: Final = (("blink", "眨眼"), ("mouth", "张嘴"), ("left", "左转头"), ("right", "右转头"), ("nod", "点头"))
PAD: Final = "pin-pad"
PAD_KEYS: Final = (
    (("1", "1"), ("2", "2"), ("3", "3"), ("cancel", "取消")),
    (("4", "4"), ("5", "5"), ("6", "6"), ("clear", "更正")),
    (("7", "7"), ("8", "8"), ("9", "9"), ("enter", "确认")),
    ((".", "."), ("0", "0"), ("00", "00")),
)
"""Each key as the pad names it, and what stands on it."""
KEY: Final = Qt.ItemDataRole.UserRole
STYLE: Final = """
QWidget { font-family: "Noto Sans CJK SC"; font-size: 14px; color: #1f2933; }
#panel { background: #eef1f5; }
QFrame#group { background: white; border: 1px solid #d9dfe7; border-radius: 10px; }
QLabel#title { font-size: 15px; font-weight: 600; color: #0b4f9e; }
QLabel#said { background: #14324f; color: white; padding: 9px 16px; }
QLineEdit, QComboBox { border: 1px solid #c4ccd6; border-radius: 6px; padding: 6px 8px; background: white; }
QListWidget, QTreeWidget { border: 1px solid #d9dfe7; border-radius: 6px; background: white; outline: 0; }
QListWidget::item { padding: 6px 8px; border-bottom: 1px solid #eef1f5; }
QListWidget::item:selected { background: #dbeafe; color: #0b3d7a; }
QTreeWidget::item { padding: 3px 0; }
QPushButton { border: 1px solid #b9c4d0; border-radius: 6px; padding: 8px 14px; background: #f8fafc; }
QPushButton:hover { background: #eaf1fa; }
QPushButton:disabled { color: #a3adb8; background: #f1f3f6; }
QPushButton#main { background: #1763b8; border-color: #1763b8; color: white; font-weight: 600; }
QPushButton#main:hover { background: #0f529e; }
QScrollArea { border: 1px solid #d9dfe7; border-radius: 6px; background: #c4c8ce; }
QLabel#paper { background: #c4c8ce; color: #4a5560; }
QScrollBar:vertical { width: 10px; background: transparent; margin: 2px; }
QScrollBar::handle:vertical { background: #c4ccd6; border-radius: 3px; min-height: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QComboBox::drop-down { border: 0; width: 24px; }
QComboBox::down-arrow { width: 0; height: 0; border-left: 5px solid white; border-right: 5px solid white;
                        border-top: 6px solid #66727f; }
"""


class Panel(QWidget):
    """Talks to the parts of a running sandbox; a part that is not there has its buttons greyed."""

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__()
        self._sandbox = sandbox
        self._shown: Path | None = None
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("对面 — 模拟设备")
        self.setStyleSheet(STYLE)
        self.resize(1180, 760)
        self._stand_aside()
        self._said = QLabel("选一位居民，插卡或放上身份证。")
        self._said.setObjectName("said")
        self._build()
        self._list_people("")
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.refresh)
        self._timer.start(REFRESH_MS)
        self.refresh()

    def _stand_aside(self) -> None:
        """At the right: the terminal's window opens at the left, and neither is to hide the other."""
        desktop = QApplication.primaryScreen().availableGeometry()
        self.move(max(desktop.left(), desktop.right() + 1 - self.width()), desktop.top())

    # Layout -------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        columns = QHBoxLayout()
        columns.setContentsMargins(14, 14, 14, 14)
        columns.setSpacing(12)
        columns.addWidget(self._people_group(), 6)
        columns.addWidget(self._faults_group(), 5)
        columns.addWidget(self._paper_group(), 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(columns, 1)
        whole.addWidget(self._said)

    def _people_group(self) -> QWidget:
        self._search = QLineEdit(placeholderText="查找：姓名、代号或情况")
        self._search.textChanged.connect(self._list_people)
        self._people = QListWidget()
        self._people.setWordWrap(True)
        self._people.setTextElideMode(Qt.TextElideMode.ElideNone)
        self._people.setResizeMode(QListWidget.ResizeMode.Adjust)
        self._people.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._people.currentItemChanged.connect(self._offer_cards)
        self._card = QComboBox()
        there = {PAD: self._pad_keys, CAMERA: self._camera_buttons}
        besides = [make() for part, make in there.items() if part in self._sandbox.parts]
        return _group("居民", self._search, self._people, self._card, self._card_buttons(), *besides)

    def _card_buttons(self) -> QWidget:
        buttons = QWidget()
        grid = QGridLayout(buttons)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self._button("插入社保卡", "card", self._insert, main=True), 0, 0)
        grid.addWidget(self._button("取出社保卡", "card", partial(self._do, "card", "pull")), 0, 1)
        grid.addWidget(self._button("放上身份证", "id-reader", self._lay, main=True), 1, 0)
        grid.addWidget(self._button("拿走身份证", "id-reader", partial(self._do, "id-reader", "lift")), 1, 1)
        return buttons

    def _pad_keys(self) -> QWidget:
        """The PIN pad's keys, as they lie there."""
        pad = QWidget()
        grid = QGridLayout(pad)
        grid.setContentsMargins(0, 0, 0, 0)
        for row, keys in enumerate(PAD_KEYS):
            for column, (key, label) in enumerate(keys):
                grid.addWidget(self._button(label, PAD, partial(self._do, PAD, "press", key)), row, column)
        return pad

    def _camera_buttons(self) -> QWidget:
        """Who stands before the camera, what they do when the mirror asks, and a paper for it."""
        buttons = QWidget()
        grid = QGridLayout(buttons)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self._button("站到镜头前", CAMERA, self._stand, main=True), 0, 0, 1, 3)
        grid.addWidget(self._button("举起一张纸", CAMERA, partial(self._do, CAMERA, "sheet", "skewed")), 0, 3, 1, 2)
        for column, (act, label) in enumerate(ACTS):
            grid.addWidget(self._button(label, CAMERA, partial(self._do, CAMERA, "act", act)), 1, column)
        return buttons

    def _faults_group(self) -> QWidget:
        self._faults = QTreeWidget()
        self._faults.setHeaderHidden(True)
        self._faults.setIndentation(16)
        self._faults.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        for name, part in self._sandbox.parts.items():
            heading = QTreeWidgetItem(self._faults, [TITLES[name]])
            heading.setData(0, KEY, name)
            for fault, words in part.faults.items():
                self._add_fault(heading, fault, words)
            heading.setExpanded(name in {"printer", "id-reader"})
        self._faults.itemChanged.connect(self._switch_fault)
        clear = QPushButton("全部恢复正常")
        clear.clicked.connect(self._clear_faults)
        return _group("故障", self._faults, clear)

    def _add_fault(self, heading: QTreeWidgetItem, fault: str, words: str) -> None:
        item = QTreeWidgetItem(heading, [words])
        item.setToolTip(0, f"{fault}：{words}")
        item.setData(0, KEY, fault)
        item.setCheckState(0, Qt.CheckState.Unchecked)

    def _paper_group(self) -> QWidget:
        self._paper = QLabel("还没有凭条", alignment=Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._paper.setObjectName("paper")
        area = QScrollArea()
        area.setWidget(self._paper)
        area.setWidgetResizable(True)
        area.setFixedWidth(PAPER_WIDTH + 22)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._button("换纸", "printer", self._refill))
        row.addWidget(self._button("撕纸", "printer", partial(self._do, "printer", "tear")))
        return _group("最近的凭条", area, buttons)

    def _button(self, label: str, part: str, pressed: Callable[[], object], *, main: bool = False) -> QPushButton:
        button = QPushButton(label)
        button.setObjectName("main" if main else "")
        button.setEnabled(part in self._sandbox.parts)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda _checked=False: pressed())
        return button

    # People and cards ---------------------------------------------------------------------------------------------

    def _list_people(self, word: str) -> None:
        self._people.clear()
        for person in self._sandbox.people:
            text = f"{person.name}（{person.key}）\n{person.story or '没有特别之处'}"
            if word in text:
                item = QListWidgetItem(text, self._people)
                item.setData(KEY, person)
                item.setToolTip(text)
        self._people.setCurrentRow(0)

    def _chosen(self) -> Person | None:
        chosen = self._people.selectedItems()
        return chosen[0].data(KEY) if chosen else None

    def _offer_cards(self) -> None:
        person = self._chosen()
        self._card.clear()
        for index, card in enumerate(person.cards if person else ()):
            self._card.addItem(
                f"第 {index + 1} 张：{card.bank}，{card.chip.generation[0]} 代，密码 {card.chip.pin or '无'}"
            )
        self._card.setCurrentIndex(self._card.count() - 1)

    def _insert(self) -> None:
        if person := self._chosen():
            self._do("card", "insert", person.key, str(max(self._card.currentIndex(), 0)))

    def _lay(self) -> None:
        if person := self._chosen():
            self._do("id-reader", "lay", person.key)
            if CAMERA in self._sandbox.parts:
                self._sandbox.command(CAMERA, "face", "live", face_of(person.key))

    def _stand(self) -> None:
        if person := self._chosen():
            self._do(CAMERA, "face", "live", face_of(person.key))

    # Faults -------------------------------------------------------------------------------------------------------

    def _switch_fault(self, item: QTreeWidgetItem) -> None:
        heading: QTreeWidgetItem | None = item.parent()
        if heading is None:
            return
        part = heading.data(0, KEY)
        if item.checkState(0) is Qt.CheckState.Checked:
            if part in ONE_AT_A_TIME:
                self._uncheck(heading, but=item)
            self._do(part, "fault", item.data(0, KEY))
        else:
            self._do(part, "fault", "none")
            for fault in _checked(heading):
                self._do(part, "fault", fault)

    def _uncheck(self, heading: QTreeWidgetItem, but: QTreeWidgetItem | None = None) -> None:
        self._faults.blockSignals(True)
        for child in _children(heading):
            if child is not but:
                child.setCheckState(0, Qt.CheckState.Unchecked)
        self._faults.blockSignals(False)

    def _clear_faults(self) -> None:
        for index in range(self._faults.topLevelItemCount()):
            heading = self._faults.topLevelItem(index)
            if heading is not None:
                self._uncheck(heading)
                self._do(heading.data(0, KEY), "fault", "none")

    def _refill(self) -> None:
        self._do("printer", "refill")
        self.refresh()

    # Commands and paper -------------------------------------------------------------------------------------------

    def _do(self, part: str, verb: str, *args: str) -> None:
        try:
            self._said.setText(self._sandbox.command(part, verb, *args).splitlines()[0])
        except CommandError as error:
            self._said.setText(str(error))

    def refresh(self) -> None:
        """Show the newest slip, if it is another than before."""
        newest = next(reversed(self._sandbox.slips), None)
        if newest is not None and newest != self._shown:
            self._shown = newest
            picture = QPixmap(str(newest))
            self._paper.setPixmap(picture.scaledToWidth(PAPER_WIDTH, Qt.TransformationMode.SmoothTransformation))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Stop looking for slips."""
        self._timer.stop()
        super().closeEvent(event)


def _group(title: str, *widgets: QWidget) -> QWidget:
    group = QFrame()
    group.setObjectName("group")
    column = QVBoxLayout(group)
    column.setContentsMargins(14, 12, 14, 14)
    column.setSpacing(8)
    heading = QLabel(title)
    heading.setObjectName("title")
    for widget in (heading, *widgets):
        column.addWidget(widget)
    return group


def _children(heading: QTreeWidgetItem) -> Sequence[QTreeWidgetItem]:
    children = (heading.child(index) for index in range(heading.childCount()))
    return [child for child in children if child is not None]


def _checked(heading: QTreeWidgetItem) -> Sequence[str]:
    return [child.data(0, KEY) for child in _children(heading) if child.checkState(0) is Qt.CheckState.Checked]


def show_until_closed(sandbox: Sandbox) -> None:
    """Run the panel as the only window of this process."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication([])
    panel = Panel(sandbox)
    panel.show()
    application.exec()
