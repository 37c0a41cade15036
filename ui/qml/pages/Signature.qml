// Sign with a finger: the strokes follow it at once, and go to the core as points when all is written.
import QtQuick
import QtQuick.Shapes
import "../components"

PageBase {
    id: page
    readonly property var ways: d.otherWays ?? []
    readonly property real inkWidth: d.inkWidth ?? 1000
    readonly property real inkHeight: d.inkHeight ?? 420
    readonly property real below: clears.height + Theme.gap
    readonly property real fieldWidth: Math.floor(Math.min(body.width, (body.height - said.height - Theme.gap - below) * inkWidth / inkHeight))
    // Pixels of one unit of ink.
    readonly property real unit: fieldWidth / inkWidth
    // Whole strokes, as lists of points in units; and the one under the finger.
    property var strokes: []
    property var stroke: []
    property real line: 0
    // Where the arrow keys write on, for hands that hold no finger to the glass; and whether they have begun a stroke.
    readonly property point start: Qt.point(Math.round(inkWidth * 0.4), Math.round(inkHeight * 0.4))
    property point pen: start
    property bool penDown: false
    // The least panels have no room for how it is done beside what is signed.
    howBelow: Theme.compact || (Theme.care && Theme.wide)

    onDChanged: if (!d.kind)
        wipe()

    function begin() {
        strokes = (d.previous ?? "").split(";").filter(part => part).map(part => part.split(" ").map(pair => {
                    const at = pair.split(",");
                    return Qt.point(Number(at[0]), Number(at[1]));
                }));
        stroke = [];
        line = strokes.reduce((sum, points) => sum + length(points), 0);
        tell();
        other.begin();
    }
    function wipe() {
        strokes = [];
        stroke = [];
        line = 0;
        pen = start;
        penDown = false;
        tell();
    }
    function length(points: var): real {
        let sum = 0;
        for (let i = 1; i < points.length; i++)
            sum += Math.hypot(points[i].x - points[i - 1].x, points[i].y - points[i - 1].y);
        return sum;
    }
    function unitAt(position: point): point {
        const within = (value, most) => Math.round(Math.max(0, Math.min(most, value / unit)));
        return Qt.point(within(position.x, inkWidth), within(position.y, inkHeight));
    }
    function put(position: point) {
        const at = unitAt(position), last = stroke[stroke.length - 1];
        if (!last || Math.hypot(at.x - last.x, at.y - last.y) >= 3)
            stroke = [...stroke, at];
    }
    function push(across: int, down: int) {
        const within = (value, most) => Math.max(0, Math.min(most, value));
        const to = Qt.point(within(pen.x + across * 40, inkWidth), within(pen.y + down * 40, inkHeight));
        const before = penDown ? strokes[strokes.length - 1] : [Qt.point(pen.x, pen.y)];
        line += length([pen, to]);
        strokes = [...(penDown ? strokes.slice(0, -1) : strokes), [...before, to]];
        pen = to;
        penDown = true;
        tell();
    }
    function lift() {
        if (stroke.length > 0) {
            line += length(stroke);
            strokes = [...strokes, stroke.length > 1 ? stroke : [stroke[0], stroke[0]]];
        }
        stroke = [];
        penDown = false;
        tell();
    }
    // Too little of it is a slip of the finger: the main button waits for more.
    function tell() {
        Kiosk.entered = line < (d.leastInk ?? 1) ? "" : strokes.map(points => points.map(at => at.x + "," + at.y).join(" ")).join(";");
    }
    function scaled(points: var): var {
        return points.map(at => Qt.point(at.x * unit, at.y * unit));
    }

    aside: Words {
        visible: page.split && text !== ""
        width: page.head.width
        text: page.d.signs ?? ""
        font.weight: Font.Medium
    }

    Column {
        id: said
        width: parent.width
        spacing: Theme.gap
        Words {
            visible: !page.split && text !== ""
            width: parent.width
            text: page.d.signs ?? ""
            font.pixelSize: Theme.strong
            font.weight: Font.Medium
        }
        Words {
            visible: text !== ""
            width: parent.width
            text: page.d.declaration ?? ""
            color: Theme.quiet
        }
    }
    Rectangle {
        id: field
        objectName: "ink"
        anchors.horizontalCenter: parent.horizontalCenter
        y: said.height + Theme.gap
        width: page.fieldWidth
        height: Math.round(page.inkHeight * page.unit)
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.edgeWidth
        border.color: Theme.primary
        Accessible.role: Accessible.StaticText
        // What is written stands on the glass, not on the accessibility bus.
        Accessible.name: (page.line > 0 ? page.d.there : page.d.empty) ?? ""
        Accessible.description: page.d.byKeys ?? ""
        activeFocusOnTab: true
        Keys.onPressed: event => {
            const way = ({
                    [Qt.Key_Left]: [-1, 0],
                    [Qt.Key_Right]: [1, 0],
                    [Qt.Key_Up]: [0, -1],
                    [Qt.Key_Down]: [0, 1]
                })[event.key];
            event.accepted = way !== undefined;
            if (way && Kiosk.takes(Kiosk.now()))
                page.push(way[0], way[1]);
        }
        FocusRing {
            radius: field.radius
        }

        Rectangle {
            x: Theme.space
            y: Math.round(parent.height * 0.78)
            width: parent.width - 2 * x
            height: Math.max(1, Theme.hair)
            color: Theme.hairline
        }
        Shape {
            anchors.fill: parent
            preferredRendererType: Shape.CurveRenderer
            ShapePath {
                strokeColor: Theme.ink
                strokeWidth: Math.max(3, 7 * page.unit)
                fillColor: "transparent"
                capStyle: ShapePath.RoundCap
                joinStyle: ShapePath.RoundJoin
                PathMultiline {
                    paths: page.strokes.map(page.scaled)
                }
            }
        }
        // The stroke under the finger is drawn by itself, so that a long signature costs no more than a short one.
        Shape {
            anchors.fill: parent
            visible: page.stroke.length > 1
            preferredRendererType: Shape.CurveRenderer
            ShapePath {
                strokeColor: Theme.ink
                strokeWidth: Math.max(3, 7 * page.unit)
                fillColor: "transparent"
                capStyle: ShapePath.RoundCap
                joinStyle: ShapePath.RoundJoin
                PathPolyline {
                    path: page.scaled(page.stroke)
                }
            }
        }
        PointHandler {
            property bool writes: false
            onActiveChanged: {
                if (active)
                    writes = Kiosk.takes(Kiosk.now());
                else if (writes)
                    page.lift();
                if (active && writes)
                    page.put(point.position);
            }
            onPointChanged: if (active && writes)
                page.put(point.position)
        }
    }
    ActionButton {
        id: clears
        x: parent.width - width
        y: field.y + field.height + Theme.gap
        enabled: page.strokes.length > 0
        label: page.d.clear ?? ""
        size: Theme.body
        onFired: (by, began) => {
            if (Kiosk.takes(began))
                page.wipe();
        }
    }
    Ways {
        id: other
        y: clears.y
        width: parent.width - clears.width - Theme.gap
        buttons: page.ways
    }
}
