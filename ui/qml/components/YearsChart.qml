// How many months of each year were paid: a bar of twelve months for each year; gaps are outlined, the rest is blank.
pragma ComponentBehavior: Bound
import QtQuick

Item {
    id: chart
    // [[year, in time, later, owed, missing], …]
    property var years: []
    property string said: ""
    readonly property int labelHeight: Math.round(Theme.small * 1.5)
    readonly property real slot: years.length ? width / Math.max(years.length, 8) : width
    readonly property real bar: Math.max(Theme.hair, Math.floor(slot * (slot > Theme.space ? 0.72 : 0.8)))
    readonly property real digit: yearWidth.implicitWidth / 4
    // Counts stand above the bars that are not whole years, where each keeps clear of the next: else they read as one number.
    readonly property bool counted: slot > digit * 3.2
    readonly property real crown: counted ? labelHeight : Theme.tight
    readonly property real high: height - labelHeight - crown
    // Every so many years are written below, evenly: 2010, 2015, 2020.
    readonly property int each: [1, 2, 5, 10].find(step => step * slot > digit * 5.2) ?? 20

    // Where words of that width stand that belong to a bar: in the middle of it, but within the chart.
    function place(index: int, wide: real): real {
        return Math.round(Math.max(0, Math.min(width - wide, (index + 0.5) * slot - wide / 2)));
    }
    Accessible.role: Accessible.Graphic
    Accessible.name: said

    Text {
        id: yearWidth
        visible: false
        text: "2026"
        font.family: Theme.family
        font.pixelSize: Theme.small
        Accessible.ignored: true
    }
    Rectangle {
        y: chart.crown + chart.high
        width: chart.width
        height: Theme.hair
        color: Theme.edge
    }
    Repeater {
        model: chart.years.length
        Item {
            id: year
            required property int index
            readonly property var numbers: chart.years[index] ?? [0, 0, 0, 0, 0]
            readonly property int paid: numbers[1] + numbers[2]
            readonly property real month: chart.high / 12
            x: index * chart.slot
            width: chart.slot
            height: chart.height
            Words {
                visible: chart.counted && year.paid < 12
                text: year.paid
                x: chart.place(year.index, width) - year.x
                font.pixelSize: Theme.small
                font.weight: Font.Bold
                lineHeight: 1
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
            YearPart {
                kind: "missing"
                x: Math.round((chart.slot - width) / 2)
                y: chart.crown + chart.high - year.month * (year.paid + year.numbers[3] + year.numbers[4])
                width: chart.bar
                height: year.month * year.numbers[4]
            }
            YearPart {
                kind: "owed"
                x: Math.round((chart.slot - width) / 2)
                y: chart.crown + chart.high - year.month * (year.paid + year.numbers[3])
                width: chart.bar
                height: year.month * year.numbers[3]
            }
            YearPart {
                kind: "late"
                x: Math.round((chart.slot - width) / 2)
                y: chart.crown + chart.high - year.month * year.paid
                width: chart.bar
                height: year.month * year.numbers[2]
            }
            YearPart {
                kind: "paid"
                x: Math.round((chart.slot - width) / 2)
                y: chart.crown + chart.high - year.month * year.numbers[1]
                width: chart.bar
                height: year.month * year.numbers[1]
            }
            Words {
                visible: year.numbers[0] % chart.each === 0
                text: year.numbers[0]
                x: chart.place(year.index, width) - year.x
                y: chart.height - height
                font.pixelSize: Theme.small
                color: Theme.quiet
                lineHeight: 1
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
        }
    }
}
