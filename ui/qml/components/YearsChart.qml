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
    readonly property real bar: Math.max(3, Math.floor(slot * (slot > Theme.mm * 6 ? 0.72 : 0.8)))
    // Counts stand above the bars that are not whole years, in as many rows as keep them apart.
    readonly property var counted: rowsOfCounts(years, slot, yearWidth.implicitWidth / 4)
    readonly property real crown: labelHeight * Math.max(1, ...counted.map(row => row + 1))
    readonly property real high: height - labelHeight - crown
    // The years that are written below: the last, the first, and between them every few.
    readonly property var named: namedYears(years.length, slot, yearWidth.implicitWidth)

    // Where words of that width stand that belong to a bar: in the middle of it, but within the chart.
    function place(index: int, wide: real): real {
        return Math.round(Math.max(0, Math.min(width - wide, (index + 0.5) * slot - wide / 2)));
    }
    // For each year its count's row, from below; -1 for none.
    function rowsOfCounts(years: var, slot: real, digit: real): var {
        const ends = [];
        return years.map((year, index) => {
            const paid = year[1] + year[2], wide = digit * String(paid).length, from = place(index, wide);
            if (paid >= 12)
                return -1;
            let row = 0;
            while (ends[row] > from)
                row++;
            ends[row] = from + wide + digit * 0.4;
            return row;
        });
    }
    function namedYears(count: int, slot: real, wide: real): var {
        const each = Math.max(1, Math.ceil((wide * 1.3 + Math.max(0, (wide - slot) / 2)) / slot)), found = [];
        const apart = index => found.every(other => Math.abs(place(index, wide) - place(other, wide)) >= wide * 1.2);
        for (const index of [count - 1, 0, ...Array.from({
                    "length": Math.floor(count / each)
                }, (_, step) => count - 1 - (step + 1) * each)])
            if (index >= 0 && apart(index))
                found.push(index);
        return found;
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
        height: Math.max(2, Theme.hair)
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
                id: count
                readonly property int row: chart.counted[year.index] ?? -1
                visible: row >= 0
                text: year.paid
                x: chart.place(year.index, width) - year.x
                y: chart.crown - (row + 1) * chart.labelHeight
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
                visible: chart.named.includes(year.index)
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
