// One of several.
import QtQuick
import "../components"

PageBase {
    id: page
    filled: tiles.used

    function begin() {
        tiles.begin();
    }

    Tiles {
        id: tiles
        width: parent.width
        height: parent.height
        items: page.d.options ?? []
        previous: page.d.previous ?? ""
    }
}
