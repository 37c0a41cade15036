// Write words in sight: Chinese by pinyin, or Latin letters, on the glass or on a real keyboard.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    troubleTone: "danger"
    readonly property var ways: d.otherWays ?? []

    function begin() {
        // Made anew for each entry, so that nothing written before can be brought back.
        writing.active = false;
        writing.active = true;
        beside.begin();
    }
    function forget() {
        writing.active = false;
        r = null;
        d = {};
    }
    onVisibleChanged: if (!visible)
        writing.active = false

    aside: Ways {
        id: beside
        visible: page.split && page.ways.length > 0
        width: page.head.width
        buttons: page.split ? page.ways : []
    }
    Loader {
        id: writing
        anchors.fill: parent
        active: false
        sourceComponent: Item {
            id: desk
            readonly property real room: height - above.height - Theme.space - keyboard.barHeight - keyboard.gap - (other.visible ? other.height + Theme.space : 0)

            Column {
                id: above
                onHeightChanged: page.untouched = height + Theme.space
                width: parent.width
                spacing: Theme.gap
                Words {
                    visible: text !== ""
                    width: parent.width
                    text: page.d.present ?? ""
                    color: Theme.quiet
                    font.pixelSize: Theme.small
                }
                WordsField {
                    id: paper
                    width: parent.width
                    label: page.d.label ?? ""
                    wrong: !!page.d.trouble && input.text === ""
                    composing: keyboard.composing
                    marked: keyboard.line === -2
                    most: page.d.most ?? 0
                    onWritten: words => Kiosk.entered = words
                    Component.onCompleted: input.text = page.d.previous ?? ""
                }
            }
            Connections {
                target: Kiosk.bridge?.writing ?? null
                function onTyped(key: int, text: string) {
                    if (paper.input.activeFocus && (!Kiosk.takes(Kiosk.now()) || keyboard.typed(key, text)))
                        Kiosk.bridge.writing.take();
                }
            }
            Keyboard {
                id: keyboard
                y: above.y + above.height + Theme.space
                width: parent.width
                field: paper.input
                writing: page.d.writing ?? "free"
                keyHeight: Math.floor(Math.min(Theme.typingMost, desk.room / lines - gap))
                Component.onCompleted: start()
            }
            Ways {
                id: other
                visible: !page.split && page.ways.length > 0
                y: keyboard.y + keyboard.height + Theme.space
                width: parent.width
                buttons: page.split ? [] : page.ways
                Component.onCompleted: begin()
            }
        }
    }
}
