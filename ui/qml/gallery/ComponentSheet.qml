// Every component in each of its states, side by side: drawn by the gallery alone.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

Rectangle {
    id: sheet
    readonly property real column: Math.floor((shown.width - 2 * Theme.space) / (Theme.wide ? 3 : 2)) - Theme.space
    color: Theme.background
    Accessible.ignored: true
    Component.onCompleted: Kiosk.byKey = true
    Component.onDestruction: Kiosk.byKey = false

    component Named: Column {
        property string name: ""
        width: sheet.column
        spacing: Theme.gap
        Words {
            text: parent.name
            color: Theme.quiet
            font.pixelSize: Theme.small
        }
    }
    component States: Flow {
        width: sheet.column
        spacing: Theme.gap * 1.5
    }

    Item {
        id: page
        anchors.fill: parent
        Flow {
            id: shown
            x: Theme.margin
            y: Theme.margin
            width: (page.width - 2 * Theme.margin) / page.fitting
            spacing: Theme.space
            flow: Flow.LeftToRight
            transformOrigin: Item.TopLeft
            scale: page.fitting

            Named {
                name: "button"
                States {
                    ActionButton {
                        look: "filled"
                        label: "打印凭条"
                        icon: "print"
                    }
                    ActionButton {
                        look: "filled"
                        label: "按下"
                        held: true
                    }
                    ActionButton {
                        look: "filled"
                        label: "不可用"
                        enabled: false
                    }
                    ActionButton {
                        look: "filled"
                        label: "焦点"
                        marked: true
                    }
                    ActionButton {
                        look: "danger"
                        label: "确认挂失"
                    }
                    ActionButton {
                        look: "outlined"
                        label: "退出"
                    }
                    ActionButton {
                        look: "outlined"
                        label: "焦点"
                        marked: true
                    }
                    ActionButton {
                        label: "改用身份证"
                        icon: "id_card"
                    }
                    ActionButton {
                        label: "按下"
                        held: true
                    }
                    ActionButton {
                        label: "不可用"
                        enabled: false
                    }
                }
            }
            Named {
                name: "toggle"
                States {
                    Chip {
                        label: "大字"
                    }
                    Chip {
                        label: "大字"
                        on: true
                    }
                    Chip {
                        label: "按下"
                        held: true
                    }
                    Chip {
                        label: "焦点"
                        marked: true
                    }
                }
                Words {
                    text: "step strip"
                    color: Theme.quiet
                    font.pixelSize: Theme.small
                }
                StepStrip {
                    width: sheet.column
                    steps: ({
                            labels: ["核验", "选择", "完成"],
                            current: 1,
                            said: "第 2 步，共 3 步"
                        })
                }
            }
            Named {
                name: "tile"
                Repeater {
                    model: [
                        {
                            label: "卡状态查询",
                            detail: "看看卡能不能用",
                            icon: "card"
                        },
                        {
                            label: "按下",
                            detail: "手指还没有抬起",
                            icon: "lost",
                            held: true
                        },
                        {
                            label: "上次选的",
                            detail: "返回以后",
                            icon: "key",
                            chosen: true
                        },
                        {
                            label: "现在不能办",
                            reason: "打印机缺纸，暂停受理",
                            icon: "swap",
                            enabled: false
                        },
                        {
                            label: "焦点",
                            detail: "用键盘选到这里",
                            icon: "person",
                            marked: true
                        }
                    ]
                    Tile {
                        required property var modelData
                        width: sheet.column
                        item: modelData
                        held: modelData.held ?? false
                        chosen: modelData.chosen ?? false
                        marked: modelData.marked ?? false
                    }
                }
            }
            Named {
                name: "keypad"
                KeyGrid {
                    keyWidth: Math.floor((sheet.column - 2 * Theme.gap) / 3)
                    keyHeight: Theme.button
                    secret: false
                    faces: "1234567890".split("")
                }
            }
            Named {
                name: "list"
                Surface {
                    width: sheet.column
                    height: rows.height + 2 * Theme.gap
                    Column {
                        id: rows
                        x: Theme.space
                        y: Theme.gap
                        width: parent.width - 2 * x
                        Repeater {
                            model: ["good", "attention", "danger", "neutral"]
                            RecordRow {
                                required property int index
                                required property string modelData
                                width: rows.width
                                first: index === 0
                                seen: ({
                                        label: "社保功能",
                                        value: ["正常", "还没有确认", "已挂失", "已领卡"][index],
                                        tone: modelData,
                                        meaning: "可以看病、领待遇"
                                    })
                                masked: seen
                            }
                        }
                    }
                }
            }
            Named {
                name: "notice"
                Repeater {
                    model: ["neutral", "good", "attention", "danger"]
                    Banner {
                        required property string modelData
                        width: sheet.column
                        tone: modelData
                        words: "密码不对，还可以输入 5 次。"
                    }
                }
                Row {
                    spacing: Theme.gap
                    Repeater {
                        model: ["neutral", "good", "attention", "danger"]
                        Sign {
                            required property string modelData
                            tone: modelData
                            size: Theme.icon * 2
                        }
                    }
                }
            }
            Named {
                name: "wheel"
                MonthWheel {
                    width: sheet.column
                    height: Theme.hero
                    title: "从"
                    names: ["2026年6月", "2026年7月", "2026年8月", "2026年9月", "2026年10月"]
                }
            }
            Named {
                name: "table"
                MonthsList {
                    width: sheet.column
                    room: 2 * pitch
                    narrow: true
                    parts: [({
                            key: "shown"
                        })]
                    rows: ["0\t202610\t2026年10月\t4,128.00\t1,043.68\t521.84\t正常\t重庆两江示例软件有限公司\t0", "0\t202609\t2026年9月\t4,133.00\t1,043.68\t521.84\t补缴\t重庆两江示例软件有限公司\t1"]
                    chosen: "shown 202609"
                    words: ({
                            by_unit: "单位",
                            by_person: "个人"
                        })
                }
            }
            Named {
                name: "chart"
                YearsChart {
                    width: sheet.column
                    height: Theme.tileLarge
                    years: [[2019, 12, 0, 0, 0], [2020, 9, 3, 0, 0], [2021, 12, 0, 0, 0], [2022, 6, 0, 2, 4], [2023, 12, 0, 0, 0]]
                    said: "每年缴费月数"
                }
            }
            Named {
                name: "countdown ring"
                Row {
                    spacing: Theme.space
                    CountdownRing {
                        share: 0.6
                        remains: "18"
                    }
                    CountdownRing {
                        share: 0.1
                        remains: "3"
                    }
                }
            }
        }
        // The columns get wider as all of it gets smaller: found by trying, from the largest on.
        property real fitting: 1
    }
    // Whether all of it stands on the glass; else it is drawn a step smaller.
    function shrunk(): bool {
        if (shown.height * page.fitting <= page.height - 2 * Theme.margin || page.fitting < 0.3)
            return false;
        page.fitting -= 0.05;
        return true;
    }
}
