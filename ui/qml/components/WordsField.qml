// Words as they are written, with what is being composed and the caret among them, and how many there may be.
import QtQuick

EntryField {
    id: field
    property int most: 0
    // What is being composed, and whether the keyboard's focus is to be seen here.
    property string composing: ""
    property bool marked: false
    property string label: ""
    readonly property alias input: input
    signal written(words: string)

    height: Math.max(Theme.target, paper.height + 2 * Theme.gap)
    Accessible.ignored: true
    signs: false

    // The words stand on the glass, not on the accessibility bus: there they are as long as they are.
    TextInput {
        id: input
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
        onTextChanged: {
            const most = [...text].slice(0, field.most).join("");
            if (most !== text || !Kiosk.bridge.fits(text))
                text = most !== text ? most : fits;
            else
                field.written(fits = text);
        }
        Accessible.role: Accessible.EditableText
        Accessible.name: field.label
        Accessible.description: Kiosk.typedOf([...text].length, field.most)
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
        text: plain(input.text.slice(0, input.cursorPosition)) + "<u>" + plain(field.composing) + "</u><font color='" + Theme.primary + "'>|</font>" + plain(input.text.slice(input.cursorPosition))
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
        text: [...input.text].length + " / " + field.most
        color: Theme.quiet
        font.pixelSize: Theme.small
        wrapMode: Text.NoWrap
        lineHeight: 1
        Accessible.ignored: true
    }
    FocusRing {
        on: input.activeFocus && Kiosk.byKey && field.marked
        radius: Theme.radius
    }
}
