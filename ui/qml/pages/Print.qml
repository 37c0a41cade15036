// A slip is being printed.
import "../components"

Present {}
