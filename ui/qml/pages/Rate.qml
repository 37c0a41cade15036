// 好差评: five levels that look alike, reasons if one likes, or none of it.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    filled: why.visible ? 0 : faces.height
    property int level: 0
    property var chosen: []
    readonly property var levels: d.levels ?? []
    readonly property var reasons: (d.reasons ?? []).filter(reason => reason.levels.includes(level))
    readonly property real rowHeight: Math.max(Theme.target, Math.min(Theme.padKey, (body.height - 4 * Theme.gap) / 5))
    // In little room the levels step back to the chosen one while reasons are asked for.
    readonly property bool folded: reasons.length > 0 && 5 * (rowHeight + Theme.gap) + Theme.space + why.height > body.height

    function begin() {
        level = 0;
        chosen = [];
    }
    function choose(wanted: int, why: var) {
        level = wanted;
        chosen = why;
        Kiosk.entered = wanted ? [wanted, ...why].join(" ") : "";
    }
    function toggle(key: string) {
        choose(level, chosen.includes(key) ? chosen.filter(other => other !== key) : [...chosen, key]);
    }

    Column {
        id: faces
        width: parent.width
        spacing: Theme.gap
        Repeater {
            model: 5
            Tile {
                required property int index
                readonly property var option: page.levels[index] ?? null
                visible: option !== null && (!page.folded || chosen)
                width: faces.width
                height: page.folded ? Math.max(page.rowHeight, fullHeight) : page.rowHeight
                plain: true
                chosen: option !== null && option.level === page.level
                item: option ? ({
                        label: option.label,
                        icon: "face_" + option.level,
                        detail: page.folded ? Kiosk.word("other_level") : ""
                    }) : ({})
                Accessible.checkable: true
                Accessible.checked: chosen
                onFired: (by, began) => {
                    if (Kiosk.takes(began))
                        page.choose(page.folded ? 0 : option.level, []);
                }
            }
        }
    }
    Column {
        id: why
        y: faces.height + Theme.space
        width: parent.width
        spacing: Theme.gap
        visible: page.reasons.length > 0
        Words {
            width: parent.width
            text: page.d.why ?? ""
            color: Theme.quiet
        }
        Flow {
            width: parent.width
            spacing: Theme.gap
            Repeater {
                model: 8
                ActionButton {
                    required property int index
                    readonly property var item: page.reasons[index] ?? null
                    visible: item !== null
                    label: item?.label ?? ""
                    size: Theme.body
                    padding: Theme.gap
                    on: item !== null && page.chosen.includes(item.key)
                    Accessible.checkable: true
                    Accessible.checked: on
                    onFired: page.toggle(item.key)
                }
            }
        }
    }
}
