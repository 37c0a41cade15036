// Put the social security card in.
import "../components"

Present {}
