// What somebody has paid: a sentence for each insurance, then the months of each year; leafed through where it is long.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    touchedAside: whose.visible ? whose : null
    readonly property var insured: seen.insured ?? []
    readonly property var ways: d.buttons ?? []
    readonly property var charted: insured.filter(one => one.years.length > 0)
    property int shown: 0
    readonly property var drawnOne: charted[Math.min(shown, charted.length - 1)] ?? null
    readonly property var years: drawnOne?.years ?? []
    // Whether the column beside the record has room for what is not in it.
    // Large words: the ways stand beside the button below whose record it is, on every sheet.
    readonly property bool waysAbove: Theme.care
    readonly property bool roomAside: split && !Theme.care && Theme.oneRow && headlines === 1
    readonly property string elsewhere: roomAside || below.visible ? "" : d.elsewhere ?? ""
    howBelow: Theme.compact

    function begin() {
        shown = 0;
        sheets.begin();
    }

    aside: [
        WhoseRecord {
            id: whose
            width: page.head.width
            visible: page.d.hasPersonal ?? false
            seen: page.seen.person ?? []
            masked: page.d.person ?? []
            ways: page.waysAbove ? page.ways : []
        },
        Ways {
            width: page.head.width
            visible: page.split && !Theme.care && page.ways.length > 0
            buttons: visible ? page.ways : []
        },
        Banner {
            width: page.head.width
            tone: "neutral"
            words: page.roomAside ? page.d.elsewhere ?? "" : ""
        }
    ]

    Sheets {
        id: sheets
        width: parent.width
        height: parent.height - (below.visible ? below.height + Theme.space : 0)
        // Where room is least the first sentence comes before anything else.
        Banner {
            width: sheets.width
            words: page.howBelow ? "" : page.d.warning ?? ""
        }
        Repeater {
            model: 6
            // What is not in the record stands with the last card: no sheet holds it alone.
            Column {
                id: unit
                required property int index
                function continued(offset: real): string {
                    return offset < card.height ? card.seen?.continued ?? "" : "";
                }
                function cuts(): var {
                    return [...card.cuts(), ...(apart.visible ? [apart.y] : [])];
                }
                visible: card.seen !== null
                width: sheets.width
                spacing: Theme.gap
                InsuredCard {
                    id: card
                    width: unit.width
                    seen: page.insured[unit.index] ?? null
                }
                Banner {
                    id: apart
                    width: unit.width
                    tone: "neutral"
                    words: unit.index === page.insured.length - 1 ? page.elsewhere : ""
                }
            }
        }
        Banner {
            width: sheets.width
            words: page.howBelow ? page.d.warning ?? "" : ""
        }
        Banner {
            width: sheets.width
            tone: "neutral"
            words: page.insured.length > 0 ? "" : page.elsewhere
        }
        Words {
            width: sheets.width
            visible: page.howBelow && text !== ""
            text: page.seen.how ?? ""
        }
        Surface {
            // Only where it is longer than a sheet all the same: before what is said of the chart.
            function cuts(): var {
                return height > sheets.room ? [drawn.y + caption.y] : [];
            }
            visible: page.charted.length > 0
            width: sheets.width
            height: drawn.height + 2 * Theme.space
            Column {
                id: drawn
                x: Theme.space
                y: Theme.space
                width: parent.width - 2 * x
                spacing: Theme.gap
                Flow {
                    id: which
                    width: parent.width
                    spacing: Theme.gap
                    Words {
                        width: Theme.care ? parent.width : implicitWidth
                        height: Math.max(implicitHeight, page.charted.length > 1 && !Theme.care ? Theme.target : 0)
                        text: page.d.legend?.chart ?? ""
                        font.pixelSize: Theme.strong
                        font.weight: Font.Bold
                        wrapMode: Text.NoWrap
                        verticalAlignment: Text.AlignVCenter
                    }
                    Repeater {
                        model: page.charted.length > 1 ? page.charted.length : 0
                        ActionButton {
                            required property int index
                            label: page.charted[index]?.title ?? ""
                            size: Theme.small
                            padding: Theme.gap
                            on: page.shown === index
                            Accessible.checkable: true
                            Accessible.checked: on
                            onFired: page.shown = index
                        }
                    }
                }
                YearsChart {
                    // As high as leaves the rest of it on one sheet, but never flat.
                    readonly property real rest: which.height + legend.height + caption.height + 3 * Theme.gap + 2 * Theme.space
                    readonly property real room: sheets.height - Theme.target - 2 * Theme.gap - rest
                    width: parent.width
                    height: Math.round(Math.max(Theme.chart * 0.5, Math.min(Theme.chart * (Theme.care && Theme.oneRow ? 1.25 : Theme.wide ? 1 : 0.78), room)))
                    years: page.years
                    said: page.drawnOne?.yearsSaid ?? ""
                }
                Flow {
                    id: legend
                    width: parent.width
                    spacing: Theme.space
                    Repeater {
                        model: ["paid", "late", "owed", "missing"].filter((_, place) => page.years.some(year => year[place + 1] > 0))
                        Row {
                            required property string modelData
                            spacing: Theme.tight
                            YearPart {
                                kind: parent.modelData
                                width: Math.round(Theme.small * 0.8)
                                height: width
                                anchors.verticalCenter: parent.verticalCenter
                            }
                            Words {
                                text: page.d.legend?.[parent.modelData] ?? ""
                                font.pixelSize: Theme.small
                                wrapMode: Text.NoWrap
                            }
                        }
                    }
                }
                Words {
                    id: caption
                    width: parent.width
                    text: page.drawnOne?.caption ?? ""
                    font.pixelSize: Theme.small
                    Accessible.ignored: true
                }
            }
        }
    }
    Item {
        id: below
        visible: !page.split && !Theme.care && page.ways.length > 0
        width: parent.width
        height: Math.max(on.height, outside.height)
        y: parent.height - height
        Ways {
            id: on
            width: Math.round(parent.width * 0.33)
            anchors.verticalCenter: parent.verticalCenter
            buttons: below.visible ? page.ways : []
        }
        Words {
            id: outside
            x: on.width + Theme.gap
            width: parent.width - x
            anchors.verticalCenter: parent.verticalCenter
            text: below.visible ? page.d.elsewhere ?? "" : ""
        }
    }
}
