"""The screen: page values that services ask, the stage that shows them one at a time, and their QML."""
