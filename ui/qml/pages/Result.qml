// Did it happen, what now, who can help.
import QtQuick
import "../components"

PageBase {
    id: page
    readonly property string outcome: d.outcome ?? ""
    readonly property var now: seen.whatNow ?? []
    readonly property var rows: seen.rows ?? []
    sign: outcome === "done" ? "check" : outcome === "unknown" ? "clock" : outcome === "failed" ? "attention" : outcome === "refused" ? "stop" : ""
    signTone: outcome === "done" ? "good" : outcome === "refused" ? "danger" : "attention"

    Column {
        width: parent.width
        spacing: Theme.space
        Surface {
            width: parent.width
            visible: page.rows.length > 0
            height: table.height + 2 * Theme.gap
            Column {
                id: table
                x: Theme.roomy
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
        Repeater {
            model: 4
            Words {
                required property int index
                visible: text !== ""
                width: parent.width
                text: page.now[index] ?? ""
                font.pixelSize: Theme.strong
                lineHeight: 1.28
                Accessible.name: page.d.whatNow?.[index] ?? ""
            }
        }
        Banner {
            width: parent.width
            tone: "neutral"
            words: page.d.whoHelps ?? ""
        }
        Words {
            visible: (page.d.reference ?? "") !== ""
            width: parent.width
            text: Kiosk.word("reference") + "  " + (page.d.reference ?? "")
            color: Theme.quiet
        }
        Ways {
            width: parent.width
            visible: page.d.buttons?.length > 0
            buttons: page.d.buttons ?? []
        }
    }
}
