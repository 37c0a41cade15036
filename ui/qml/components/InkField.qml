// Where one signs: the strokes follow the finger, or go on by the arrow keys, and are told as points in units of ink.
import QtQuick
import QtQuick.Shapes

EntryField {
    id: field
    // The page: how large the paper is in units of ink, how much is a signature, its words for who listens.
    property var d: ({})
    readonly property real inkWidth: d.inkWidth ?? 1
    readonly property real inkHeight: d.inkHeight ?? 1
    // How far the arrow keys go with one press, and a finger before the next point is taken.
    readonly property int push: Math.round(inkWidth / 25)
    readonly property int apart: 3
    // Pixels of one unit of ink.
    readonly property real unit: width / inkWidth
    // Whole strokes, as lists of points in units; and the one under the finger.
    property var strokes: []
    property var stroke: []
    property real line: 0
    // Where the arrow keys write on, for hands that hold no finger to the glass; and whether they have begun a stroke.
    readonly property point start: Qt.point(Math.round(inkWidth * 0.4), Math.round(inkHeight * 0.4))
    property point pen: start
    property bool penDown: false

    function begin(written: string) {
        strokes = written.split(";").filter(part => part).map(part => part.split(" ").map(pair => {
                    const at = pair.split(",");
                    return Qt.point(Number(at[0]), Number(at[1]));
                }));
        stroke = [];
        line = strokes.reduce((sum, points) => sum + length(points), 0);
        tell();
    }
    function wipe() {
        begin("");
        pen = start;
        penDown = false;
    }
    function length(points: var): real {
        let sum = 0;
        for (let i = 1; i < points.length; i++)
            sum += Math.hypot(points[i].x - points[i - 1].x, points[i].y - points[i - 1].y);
        return sum;
    }
    function onPaper(x: real, y: real): point {
        const within = (value, most) => Math.round(Math.max(0, Math.min(most, value)));
        return Qt.point(within(x, inkWidth), within(y, inkHeight));
    }
    function put(position: point) {
        const at = onPaper(position.x / unit, position.y / unit), last = stroke[stroke.length - 1];
        if (!last || Math.hypot(at.x - last.x, at.y - last.y) >= apart)
            stroke = [...stroke, at];
    }
    function go(across: int, down: int) {
        const to = onPaper(pen.x + across * push, pen.y + down * push);
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

    objectName: "ink"
    height: Math.round(inkHeight * unit)
    // What is written stands on the glass, not on the accessibility bus.
    Accessible.name: (line > 0 ? d.there : d.empty) ?? ""
    Accessible.description: d.byKeys ?? ""
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
            field.go(way[0], way[1]);
    }
    FocusRing {
        radius: field.radius
    }

    component Ink: Shape {
        id: ink
        property var lines: []
        anchors.fill: parent
        preferredRendererType: Shape.CurveRenderer
        ShapePath {
            strokeColor: Theme.ink
            strokeWidth: (field.d.inkLine ?? 1) * field.unit
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin
            PathMultiline {
                paths: ink.lines
            }
        }
    }
    Rectangle {
        x: Theme.space
        y: Math.round(parent.height * 0.78)
        width: parent.width - 2 * x
        height: Theme.hair
        color: Theme.hairline
    }
    Ink {
        lines: field.strokes.map(field.scaled)
    }
    // The stroke under the finger is drawn by itself, so that a long signature costs no more than a short one.
    Ink {
        visible: field.stroke.length > 1
        lines: [field.scaled(field.stroke)]
    }
    PointHandler {
        property bool writes: false
        onActiveChanged: {
            if (active)
                writes = Kiosk.takes(Kiosk.now());
            else if (writes)
                field.lift();
            if (active && writes)
                field.put(point.position);
        }
        onPointChanged: if (active && writes)
            field.put(point.position)
    }
}
