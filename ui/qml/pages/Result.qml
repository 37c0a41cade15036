// Did it happen, what now, who can help.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    reads: sheets.contentHeight
    filled: stage.visible ? 0 : sheets.contentHeight
    readonly property string outcome: d.outcome ?? ""
    readonly property var now: seen.whatNow ?? []
    readonly property var rows: seen.rows ?? []
    sign: outcome === "done" ? "check" : outcome === "unknown" ? "clock" : outcome === "failed" ? "attention" : outcome === "refused" ? "stop" : ""
    signTone: outcome === "done" ? "good" : outcome === "refused" ? "danger" : "attention"

    function begin() {
        sheets.begin();
    }

    Sheets {
        id: sheets
        width: parent.width
        height: parent.height
        spacing: Theme.space
        Repeater {
            model: 4
            Prose {
                required property int index
                visible: text !== ""
                room: sheets.width
                text: page.now[index] ?? ""
                font.pixelSize: Theme.strong
                Accessible.name: page.d.whatNow?.[index] ?? ""
            }
        }
        Surface {
            // Where it is longer than the page it is cut between its rows.
            function cuts(): var {
                return Array.from(table.children).filter(row => row.visible && row.seen && !row.first).map(row => table.y + row.y);
            }
            width: sheets.width
            visible: page.rows.length > 0
            height: table.height + 2 * Theme.gap
            Column {
                id: table
                x: Theme.space
                y: Theme.gap
                width: parent.width - 2 * x
                Repeater {
                    model: 8
                    RecordRow {
                        required property int index
                        width: table.width
                        first: index === 0
                        seen: page.rows[index] ?? null
                        masked: page.d.rows?.[index] ?? null
                    }
                }
            }
        }
        Surface {
            readonly property string number: page.d.reference ?? ""
            visible: number !== ""
            width: sheets.width
            height: kept.height + 2 * Theme.gap
            color: Theme.primaryTint
            border.color: Theme.edge
            Accessible.role: Accessible.StaticText
            Accessible.name: Kiosk.word("reference") + " " + number
            Column {
                id: kept
                x: Theme.space
                y: Theme.gap
                width: parent.width - 2 * x
                Words {
                    width: parent.width
                    text: Kiosk.word("reference")
                    color: Theme.quiet
                    font.pixelSize: Theme.small
                    Accessible.ignored: true
                }
                Words {
                    width: parent.width
                    text: page.d.reference ?? ""
                    font.pixelSize: Math.min(Theme.key, Math.round(kept.width / 11))
                    font.weight: Font.Bold
                    font.features: ({
                            "tnum": 1
                        })
                    Accessible.ignored: true
                }
                Words {
                    visible: page.outcome === "unknown" || !!page.d.code
                    width: parent.width
                    text: Kiosk.word("reference_keep")
                    color: Theme.quiet
                    font.pixelSize: Theme.small
                }
            }
        }
        Banner {
            width: sheets.width
            tone: "neutral"
            words: page.d.whoHelps ?? ""
        }
        Ways {
            width: sheets.width
            visible: page.d.buttons?.length > 0
            buttons: page.d.buttons ?? []
        }
    }
    // What lies ready to be taken, where the words leave room for it.
    Surface {
        id: stage
        readonly property real under: sheets.contentHeight > 0 ? sheets.contentHeight + Theme.roomy : 0
        visible: (page.d.picture ?? "") !== "" && height >= Theme.stage * 0.4
        y: under
        width: parent.width
        height: Math.min(parent.height - under, Theme.stage)
        Drawing {
            anchors.centerIn: parent
            name: page.d.picture ?? ""
            width: Math.round(Math.min(stage.width - 2 * Theme.space, (stage.height - 2 * Theme.space) * 1.25, Theme.drawing))
            height: Math.round(width / 1.25)
        }
    }
}
