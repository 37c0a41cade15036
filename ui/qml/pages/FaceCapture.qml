// The mirror: the resident's face with an oval.
import "../components"

LiveCapture {
    kind: "FaceCapture"
    provider: "mirror"
    ratio: 4 / 3
}
