// Nine crosses over the whole panel, one after the other; how far from its middle each was touched goes back in millimetres.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    readonly property int count: d.targets ?? 0
    property var hits: []
    // The last finger came down so far off that it cannot have meant its cross: all begins anew.
    property bool strayed: false
    // How far from its cross the last finger came down, in millimetres; -1 before the first.
    property real off: -1
    readonly property int place: Math.min(hits.length, Math.max(0, count - 1))
    readonly property int edge: Theme.margin
    readonly property real middleX: edge + (place % 3) * (width - 2 * edge) / 2
    readonly property real middleY: edge + Math.floor(place / 3) * (height - 2 * edge) / 2
    head.visible: false
    split: false

    function begin() {
        hits = [];
        strayed = false;
        off = -1;
    }
    function hit(x: real, y: real, began: real) {
        if (hits.length >= count || !Kiosk.takes(began))
            return;
        const by = [(x - middleX) / Theme.mm, (y - middleY) / Theme.mm];
        page.off = Math.hypot(by[0], by[1]);
        strayed = page.off > d.farthest;
        hits = strayed ? [] : hits.concat([by.map(each => each.toFixed(2)).join(",")]);
        if (hits.length === count)
            Kiosk.act("touched", hits.join(" "), "touch", began);
    }

    TouchSheet {
        parent: page
        anchors.fill: parent
        onTouched: (x, y, began) => page.hit(x, y, began)
        Words {
            width: parent.width - 4 * page.edge
            x: 2 * page.edge
            y: page.height * 0.3
            horizontalAlignment: Text.AlignHCenter
            text: (page.strayed ? page.d.tooFar : page.d.headline) ?? ""
            color: page.strayed ? Theme.attention : Theme.ink
            font.pixelSize: Theme.strong
            font.weight: Font.Bold
        }
        Column {
            width: parent.width - 4 * page.edge
            x: 2 * page.edge
            y: page.height * 0.64
            spacing: Theme.gap
            Words {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: page.d.targetWords?.[page.place] ?? ""
                color: Theme.quiet
            }
            Words {
                width: parent.width
                visible: page.off >= 0
                horizontalAlignment: Text.AlignHCenter
                text: (page.d.off ?? "").replace("%1", page.off.toFixed(1))
            }
            Words {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: page.d.how ?? ""
                color: Theme.quiet
            }
        }
        Cross {
            x: page.middleX
            y: page.middleY
        }
    }
}
