// What lies under the document camera, with the sheet's outline.
import "../components"

LiveCapture {
    kind: "DocumentCapture"
    provider: "desk"
    ratio: 3 / 4
}
