// Write words in sight: Chinese by pinyin, or Latin letters, on the glass or on a real keyboard.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
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
            readonly property real free: room - keyboard.lines * (keyboard.keyHeight + keyboard.gap)

            Column {
                id: above
                y: Kiosk.low ? Math.max(0, desk.free) : 0
                width: parent.width
                spacing: Theme.gap
                Words {
                    visible: text !== ""
                    width: parent.width
                    text: page.d.present ?? ""
                    color: Theme.quiet
                    font.pixelSize: Theme.small
                }
                Rectangle {
                    width: parent.width
                    height: Math.max(Math.round(Theme.mm * 20), paper.height + 2 * Theme.gap)
                    radius: Theme.radius
                    color: Theme.surface
                    border.width: Theme.edgeWidth
                    border.color: Theme.primary
                    // The words stand on the glass, not on the accessibility bus: there they are as long as they are.
                    TextInput {
                        id: field
                        anchors.fill: parent
                        // Not by its opacity: assistive technology passes over what has none.
                        color: "transparent"
                        selectionColor: "transparent"
                        selectedTextColor: "transparent"
                        cursorDelegate: Item {}
                        echoMode: TextInput.Password
                        passwordMaskDelay: 0
                        inputMethodHints: Qt.ImhSensitiveData | Qt.ImhNoPredictiveText
                        activeFocusOnTab: true
                        property string fits: ""
                        Component.onCompleted: text = page.d.previous ?? ""
                        onTextChanged: {
                            const most = [...text].slice(0, page.d.most ?? 0).join("");
                            if (most !== text || !Kiosk.bridge.fits(text))
                                text = most !== text ? most : fits;
                            else
                                fits = Kiosk.entered = text;
                        }
                        Accessible.role: Accessible.EditableText
                        Accessible.name: page.d.label ?? ""
                        Accessible.description: Kiosk.typedOf([...text].length, page.d.most ?? 0)
                    }
                    Words {
                        id: paper
                        x: Theme.space
                        width: parent.width - 2 * x - counted.width
                        anchors.verticalCenter: parent.verticalCenter
                        font.pixelSize: Theme.strong
                        font.weight: Font.Bold
                        lineHeight: 1.1
                        textFormat: Text.StyledText
                        wrapMode: Text.WrapAnywhere
                        text: plain(field.text.slice(0, field.cursorPosition)) + "<u>" + plain(keyboard.composing) + "</u><font color='" + Theme.primary + "'>|</font>" + plain(field.text.slice(field.cursorPosition))
                        Accessible.ignored: true
                        function plain(words: string): string {
                            return words.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/ /g, "&nbsp;");
                        }
                    }
                    Words {
                        id: counted
                        anchors.right: parent.right
                        anchors.rightMargin: Theme.space
                        anchors.verticalCenter: parent.verticalCenter
                        text: [...field.text].length + " / " + (page.d.most ?? 0)
                        color: Theme.quiet
                        font.pixelSize: Theme.small
                        wrapMode: Text.NoWrap
                        lineHeight: 1
                        Accessible.ignored: true
                    }
                    FocusRing {
                        on: field.activeFocus && Kiosk.byKey && keyboard.line === -2
                        radius: Theme.radius
                    }
                }
            }
            Connections {
                target: Kiosk.bridge?.writing ?? null
                function onTyped(key: int, text: string) {
                    if (field.activeFocus && (!Kiosk.takes(Kiosk.now()) || keyboard.typed(key, text)))
                        Kiosk.bridge.writing.take();
                }
            }
            Keyboard {
                id: keyboard
                y: above.y + above.height + Theme.space
                width: parent.width
                field: field
                writing: page.d.writing ?? "free"
                keyHeight: Math.floor(Math.min(Theme.mm * (Theme.wide ? 22 : 26), desk.room / lines - gap))
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
