// A line of the table of months: when, how much, of which kind; chosen by a touch.
pragma ComponentBehavior: Bound
import QtQuick

Pressable {
    id: row
    // [month, name, base, unit's part, person's part, kind, unit, kind's number], and the insurance where all stand together.
    property var cells: []
    property string insurance: ""
    property var words: ({})
    property bool chosen: false
    property bool narrow: false
    property int inset: 0
    readonly property bool plain: cells[7] === "0"
    label: [cells[1], insurance, words.by_unit, cells[3], words.by_person, cells[4], cells[5], cells[6]].filter(word => word).join(" ")
    Accessible.checkable: true
    Accessible.checked: chosen

    Rectangle {
        anchors.fill: parent
        radius: row.radius
        color: row.chosen ? Theme.primaryTint : Theme.surface
        border.width: Theme.edgeWidth * (row.chosen ? 1.5 : 1)
        border.color: row.chosen ? Theme.primary : Theme.edge
    }
    // One of all can be touched: an open ring, ticked once it is.
    Rectangle {
        x: Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.body
        height: width
        radius: width / 2
        color: row.chosen ? Theme.primary : Theme.surface
        border.width: Theme.edgeWidth
        border.color: row.chosen ? Theme.primary : Theme.edge
        Drawing {
            visible: row.chosen
            anchors.centerIn: parent
            name: "check"
            tone: "onPrimary"
            width: Math.round(parent.width * 0.7)
            height: width
        }
    }
    Column {
        x: row.inset
        width: parent.width - x - Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        Row {
            id: first
            width: parent.width
            Words {
                width: Math.round(parent.width * (row.narrow ? 0.62 : 0.25))
                text: row.narrow && row.insurance ? row.cells[1] + " " + row.insurance : row.cells[1] ?? ""
                font.weight: Font.Bold
                wrapMode: Text.NoWrap
                lineHeight: 1
                Accessible.ignored: true
            }
            Repeater {
                model: row.narrow ? 0 : 3
                Words {
                    required property int index
                    width: Math.round(first.width * 0.2)
                    text: row.cells[2 + index] ?? ""
                    horizontalAlignment: Text.AlignRight
                    wrapMode: Text.NoWrap
                    font.features: ({
                            "tnum": 1
                        })
                    lineHeight: 1
                    Accessible.ignored: true
                }
            }
            Words {
                width: first.width - x
                text: row.cells[5] ?? ""
                color: row.cells[7] === "3" ? Theme.attention : Theme.ink
                font.weight: row.plain ? Font.Normal : Font.Bold
                horizontalAlignment: Text.AlignRight
                wrapMode: Text.NoWrap
                lineHeight: 1
                Accessible.ignored: true
            }
        }
        Words {
            width: parent.width
            text: row.narrow ? row.words.by_unit + " " + (row.cells[3] ?? "") + " · " + row.words.by_person + " " + (row.cells[4] ?? "") : [row.insurance, row.cells[6]].filter(word => word).join(" · ")
            visible: text !== ""
            font.pixelSize: Theme.small
            color: Theme.quiet
            wrapMode: Text.NoWrap
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Math.round(Theme.small * 0.7)
            lineHeight: 1
            Accessible.ignored: true
        }
        // In large words the employer has a line of its own.
        Words {
            width: parent.width
            text: row.narrow ? row.cells[6] ?? "" : ""
            visible: text !== ""
            font.pixelSize: Theme.small
            color: Theme.quiet
            wrapMode: Text.NoWrap
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Math.round(Theme.small * 0.6)
            lineHeight: 1
            Accessible.ignored: true
        }
    }
}
