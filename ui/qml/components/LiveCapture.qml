// A live camera picture, what to do now in large words, and the other ways below.
import QtQuick

PageBase {
    id: page
    // The kind of page, while which stands the picture is drawn anew; who draws it, and its height by its width.
    required property string kind
    required property string provider
    required property real ratio
    readonly property var ways: d.otherWays ?? []
    property var guide: ({})
    property int pictures: 0
    readonly property string tone: ({
            "good": "good",
            "attention": "attention",
            "danger": "danger"
        })[guide.tone ?? ""] ?? "primary"
    readonly property real room: body.height - said.height - Theme.gap - (other.visible ? other.height + Theme.roomy : 0)

    asks: guide.headline ?? ""

    // The least panels have room for the question and that the camera is on; what is done, the words below the mirror say.
    howBelow: Theme.compact

    function begin() {
        guide = d.guide ?? ({});
        other.begin();
    }

    // Thirty pictures a second; the words are asked for with every third.
    Timer {
        interval: Theme.picture
        repeat: true
        running: page.visible && page.d.kind === page.kind
        onTriggered: {
            page.pictures += 1;
            if (page.pictures % 3 === 0)
                page.guide = Kiosk.guide();
        }
    }

    aside: Row {
        spacing: Theme.gap
        visible: camera.text !== ""
        Drawing {
            name: "eye"
            tone: "quiet"
            width: Math.round(Theme.icon * 0.8)
            height: width
            anchors.verticalCenter: parent.verticalCenter
        }
        Words {
            id: camera
            width: page.head.width - x
            text: page.d.camera ?? ""
            color: Theme.quiet
            anchors.verticalCenter: parent.verticalCenter
        }
    }

    Image {
        id: mirror
        readonly property real tall: Math.max(1, Math.min(page.room, page.body.width * page.ratio))
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.round(tall / page.ratio)
        height: Math.round(tall)
        // Both at once: a picture as narrow as before and as high as now there is none.
        sourceSize: Qt.size(Math.round(tall / page.ratio), Math.round(tall))
        cache: false
        smooth: false
        source: page.d.kind === page.kind && page.visible ? "image://" + page.provider + "/" + page.pictures + "/" + page.tone + "/" + Theme.name : ""
        Accessible.role: Accessible.Graphic
        Accessible.name: page.d.headline ?? ""
    }
    Column {
        id: said
        y: mirror.height + Theme.gap
        width: parent.width
        spacing: Theme.gap
        Words {
            width: parent.width
            height: Math.ceil(font.pixelSize * 1.4)
            text: page.guide.words ?? ""
            color: page.tone === "good" ? Theme.good : page.tone === "attention" ? Theme.attention : Theme.ink
            font.pixelSize: Theme.title
            font.weight: Font.Bold
            fontSizeMode: Text.HorizontalFit
            wrapMode: Text.NoWrap
            horizontalAlignment: Text.AlignHCenter
            Accessible.role: Accessible.StaticText
        }
        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            width: mirror.width
            height: Math.round(Theme.gap * 0.6)
            radius: height / 2
            color: Theme.hairline
            Rectangle {
                width: Math.round(parent.width * (page.guide.share ?? 0))
                height: parent.height
                radius: height / 2
                color: Theme.good
            }
        }
    }
    Ways {
        id: other
        visible: page.ways.length > 0
        readonly property real wanted: children.length > 0 && children[0] ? children[0].implicitWidth : 0
        width: Math.min(parent.width, wanted)
        anchors.horizontalCenter: parent.horizontalCenter
        y: parent.height - height
        buttons: page.ways
    }
}
