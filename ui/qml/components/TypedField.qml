// What has been typed in sight, in groups, with a caret while there may be more.
import QtQuick

EntryField {
    id: field
    property string typed: ""
    property int most: 0
    // How many signs stand together, and what stands between; as long as so many ems of the type.
    property var groups: []
    property string between: " "
    property real ems: 9
    // It stands on the glass, not on the accessibility bus.
    Accessible.name: Kiosk.typedOf(typed.length, most)

    function grouped(typed: string): string {
        let rest = typed;
        const parts = [];
        for (const length of groups) {
            parts.push(rest.slice(0, length));
            rest = rest.slice(length);
        }
        return [...parts, rest].filter(part => part).join(between);
    }
    Words {
        id: shown
        anchors.centerIn: parent
        text: field.grouped(field.typed)
        font.pixelSize: Math.min(Theme.key, Math.round(field.width / field.ems))
        font.weight: Font.Bold
        font.features: ({
                "tnum": 1
            })
        wrapMode: Text.NoWrap
        lineHeight: 1
        Accessible.ignored: true
    }
    Caret {
        visible: field.typed.length < field.most
        x: shown.text ? shown.x + shown.width + Theme.tight : Math.round((parent.width - width) / 2)
    }
}
