// From one month to another, by two wheels.
import QtQuick
import "../components"

PageBase {
    id: page
    readonly property var months: d.months ?? []
    readonly property int since: months[from.chosen] ?? 0
    readonly property int until: months[to.chosen] ?? 0
    readonly property int count: to.chosen - from.chosen + 1
    readonly property bool fits: months.length > 0 && count >= 1 && count <= (d.most ?? 0)

    function begin() {
        const before = (d.previous || "").split(" ");
        from.turnTo(months.indexOf(Number(before[0]) || d.since));
        to.turnTo(months.indexOf(Number(before[1]) || d.until));
        enter();
    }
    function enter() {
        Kiosk.entered = fits ? since + " " + until : "";
    }
    onSinceChanged: enter()
    onUntilChanged: enter()
    onFitsChanged: enter()

    aside: Banner {
        width: page.head.width
        words: page.fits || page.months.length === 0 ? "" : page.d.tooLong ?? ""
    }

    MonthWheel {
        id: from
        width: Math.floor((parent.width - Theme.roomy) / 2)
        height: parent.height
        title: page.d.fromWords ?? ""
        names: page.d.names ?? []
    }
    MonthWheel {
        id: to
        anchors.right: parent.right
        width: from.width
        height: parent.height
        title: page.d.toWords ?? ""
        names: page.d.names ?? []
    }
}
