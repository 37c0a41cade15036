// One of several.
import QtQuick
import "../components"

PageBase {
    id: page
    Tiles {
        width: parent.width
        height: parent.height
        items: page.d.options ?? []
        previous: page.d.previous ?? ""
    }
}
