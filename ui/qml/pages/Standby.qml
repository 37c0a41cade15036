// Nobody is here: the hour over the city's hills, what one can do, and that one touch is enough.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

Night {
    id: page
    property var d: ({})
    property var r: null
    readonly property var offers: d.offers ?? []
    readonly property var notices: d.notices ?? []
    // What the bureau tells everybody; in 关怀版 nothing but what concerns whoever stands here.
    readonly property var told: (d.public ?? []).filter(notice => !(Theme.care && notice.publicity)).slice(0, Math.max(0, 3 - notices.length))
    // As many offers as there is room for above the notices and the call to touch.
    readonly property int most: Math.floor((pill.y - Theme.roomy - can.y - said.height - (said.height ? Theme.space : 0)) / (Math.max(Theme.icon * 1.1, Theme.strong * 1.6) + Theme.space))

    function welcome() {
        wake.forceActiveFocus(Qt.OtherFocusReason);
    }
    function forget() {
        d = {};
    }

    Pressable {
        id: wake
        anchors.fill: parent
        label: Kiosk.word("wake")
        onFired: (by, began) => Kiosk.act("wake", null, by, began)
    }
    Row {
        id: who
        x: Theme.margin
        y: Theme.margin
        spacing: Theme.gap
        Drawing {
            name: "emblem_light"
            width: Theme.icon
            height: width
            anchors.verticalCenter: parent.verticalCenter
        }
        Words {
            width: Math.min(implicitWidth, page.width - 2 * Theme.margin - Theme.icon - Theme.gap - side.width - Theme.space)
            text: Kiosk.word("place")
            color: Theme.onNight
            font.pixelSize: Theme.frame
            font.weight: Font.Bold
            lineHeight: 1
            anchors.verticalCenter: parent.verticalCenter
        }
    }
    Row {
        id: side
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.verticalCenter: who.verticalCenter
        spacing: Theme.space
        SampleMark {
            anchors.verticalCenter: parent.verticalCenter
        }
        Words {
            text: Kiosk.word("terminal")
            color: Theme.onNight
            font.pixelSize: Theme.frameSmall
            wrapMode: Text.NoWrap
            lineHeight: 1
            anchors.verticalCenter: parent.verticalCenter
        }
    }
    Column {
        id: hour
        x: Theme.margin
        y: page.tall ? Math.round(page.height * 0.095) : who.y + who.height + Theme.roomy
        width: page.tall ? page.width - 2 * x : Math.round(page.width * 0.46)
        spacing: Theme.tight
        Item {
            width: parent.width
            height: time.height
            Words {
                id: time
                x: -Math.round(Theme.clock * 0.045)
                text: Clock.text
                color: Theme.onNight
                font.pixelSize: Theme.clock
                font.weight: Font.Light
                lineHeight: 0.9
            }
            Words {
                anchors.left: weekday.left
                anchors.bottom: weekday.top
                text: Clock.day
                color: Theme.onNight
                font.pixelSize: Theme.strong
            }
            Words {
                id: weekday
                anchors.left: time.right
                anchors.leftMargin: Theme.gap
                anchors.baseline: time.baseline
                text: Clock.weekday
                color: Theme.onNight
                font.pixelSize: Theme.strong
            }
        }
        Words {
            width: parent.width
            text: page.d.headline ?? ""
            color: Theme.onNight
            font.pixelSize: Theme.title
            font.weight: Font.Bold
            Accessible.role: Accessible.Heading
        }
        Words {
            width: parent.width
            visible: text !== ""
            text: page.d.how ?? ""
            color: Theme.onNight
            font.pixelSize: Theme.strong
        }
    }
    Column {
        id: can
        x: page.tall ? Theme.margin : Math.round(page.width * 0.54)
        width: page.width - x - Theme.margin
        y: page.tall ? hour.y + hour.height + Theme.margin * 1.4 : hour.y + Theme.space
        spacing: Theme.space
        Repeater {
            id: list
            model: 6
            Row {
                id: offer
                required property int index
                readonly property var item: page.offers[index] ?? null
                visible: item !== null && index < page.most
                spacing: Theme.space
                width: can.width
                Drawing {
                    name: offer.item?.icon ?? ""
                    tone: "onNight"
                    width: Math.round(Theme.icon * 1.1)
                    height: width
                    anchors.verticalCenter: parent.verticalCenter
                }
                Words {
                    text: offer.item?.label ?? ""
                    color: Theme.onNight
                    font.pixelSize: Theme.strong
                    width: parent.width - Theme.icon * 1.1 - Theme.space
                    anchors.verticalCenter: parent.verticalCenter
                }
            }
        }
        Column {
            id: said
            width: can.width
            spacing: Theme.gap
            Repeater {
                model: 3
                Banner {
                    required property int index
                    width: can.width
                    words: page.notices[index] ?? ""
                }
            }
            Repeater {
                model: 2
                Banner {
                    required property int index
                    readonly property var notice: page.told[index] ?? null
                    width: can.width
                    tone: "neutral"
                    words: notice?.words ?? ""
                }
            }
        }
    }
    WakePill {
        id: pill
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: page.tall ? Theme.button : Theme.margin
        most: page.width - 2 * Theme.margin
    }
}
