"""The residents with a story: nicknames that can be typed, one line each."""

from sandbox.stories import STORIES


def test_nicknames_can_be_typed():
    assert all(key.isascii() and key.isalnum() and key.islower() for key in STORIES)


def test_a_story_is_one_line():
    assert all(order.story and "\n" not in order.story for order in STORIES.values())
