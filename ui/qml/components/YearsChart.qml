// How many months of each year were paid: a bar of twelve months for each year; gaps are outlined, the rest is blank.
pragma ComponentBehavior: Bound
import QtQuick

Item {
    id: chart
    // [[year, in time, later, owed, missing], …]
    property var years: []
    property string said: ""
    readonly property int labelHeight: Math.round(Theme.small * 1.5)
    readonly property int places: Math.max(years.length, 8)
    // So much is left at both ends that the first and the last year stand below their bars.
    readonly property real inset: Math.max(0, (yearWidth.implicitWidth - width / places) / 2)
    readonly property real slot: (width - 2 * inset) / places
    readonly property real bar: Math.max(Theme.hair, Math.floor(slot * (slot > Theme.space ? 0.72 : 0.8)))
    readonly property real digit: yearWidth.implicitWidth / 4
    readonly property real high: height - labelHeight
    // Every so many years are written below, evenly: 2010, 2015, 2020.
    readonly property int each: [1, 2, 5, 10].find(step => step * slot > digit * 5.2) ?? 20

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
        y: chart.high
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
            x: chart.inset + index * chart.slot
            width: chart.slot
            height: chart.height
            YearPart {
                kind: "missing"
                x: Math.round((chart.slot - width) / 2)
                y: chart.high - year.month * (year.paid + year.numbers[3] + year.numbers[4])
                width: chart.bar
                height: year.month * year.numbers[4]
            }
            YearPart {
                kind: "owed"
                x: Math.round((chart.slot - width) / 2)
                y: chart.high - year.month * (year.paid + year.numbers[3])
                width: chart.bar
                height: year.month * year.numbers[3]
            }
            YearPart {
                kind: "late"
                x: Math.round((chart.slot - width) / 2)
                y: chart.high - year.month * year.paid
                width: chart.bar
                height: year.month * year.numbers[2]
            }
            YearPart {
                kind: "paid"
                x: Math.round((chart.slot - width) / 2)
                y: chart.high - year.month * year.numbers[1]
                width: chart.bar
                height: year.month * year.numbers[1]
            }
            Words {
                visible: year.numbers[0] % chart.each === 0
                text: year.numbers[0]
                x: Math.round((chart.slot - width) / 2)
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
