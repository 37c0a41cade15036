// Lay the ID card down.
import "../components"

Present {}
