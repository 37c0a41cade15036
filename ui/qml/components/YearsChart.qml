// How many months of each year were paid: a bar of twelve months for each year, what is missing left open.
pragma ComponentBehavior: Bound
import QtQuick

Item {
    id: chart
    // [[year, in time, later, owed], …]
    property var years: []
    property string said: ""
    readonly property int labelHeight: Math.round(Theme.small * 1.5)
    readonly property real slot: years.length ? width / Math.max(years.length, 8) : width
    readonly property real bar: Math.max(3, Math.floor(slot * (slot > Theme.mm * 6 ? 0.72 : 0.8)))
    readonly property real high: height - 2 * labelHeight
    // Every how many years a year is written below.
    readonly property int each: Math.max(1, Math.ceil(yearWidth.implicitWidth * 1.3 / slot))
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
        y: chart.labelHeight + chart.high
        width: chart.width
        height: Math.max(2, Theme.hair)
        color: Theme.edge
    }
    Repeater {
        model: chart.years.length
        Item {
            id: year
            required property int index
            readonly property var numbers: chart.years[index] ?? [0, 0, 0, 0]
            readonly property int paid: numbers[1] + numbers[2]
            readonly property real month: chart.high / 12
            x: index * chart.slot
            width: chart.slot
            height: chart.height
            Words {
                id: count
                visible: year.paid < 12 && implicitWidth <= chart.slot * 1.02
                text: year.paid
                x: Math.round((chart.slot - width) / 2)
                y: 0
                font.pixelSize: Theme.small
                font.weight: Font.Bold
                lineHeight: 1
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
            YearPart {
                kind: "missing"
                x: Math.round((chart.slot - width) / 2)
                y: chart.labelHeight
                width: chart.bar
                height: chart.high - year.month * (12 - missing)
                readonly property int missing: 12 - year.paid - year.numbers[3]
            }
            YearPart {
                kind: "owed"
                x: Math.round((chart.slot - width) / 2)
                y: chart.labelHeight + chart.high - year.month * (year.paid + year.numbers[3])
                width: chart.bar
                height: year.month * year.numbers[3]
            }
            YearPart {
                kind: "late"
                x: Math.round((chart.slot - width) / 2)
                y: chart.labelHeight + chart.high - year.month * year.paid
                width: chart.bar
                height: year.month * year.numbers[2]
            }
            YearPart {
                kind: "paid"
                x: Math.round((chart.slot - width) / 2)
                y: chart.labelHeight + chart.high - year.month * year.numbers[1]
                width: chart.bar
                height: year.month * year.numbers[1]
            }
            Words {
                visible: year.index % chart.each === 0 && (year.index + chart.each <= chart.years.length || year.index === chart.years.length - 1 || chart.slot * (chart.years.length - year.index) >= width)
                text: year.numbers[0]
                x: chart.slot > width ? Math.round((chart.slot - width) / 2) : Math.min(0, chart.width - year.x - width)
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
