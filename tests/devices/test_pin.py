"""The PIN: typed by position, given as an overwritten block, shown and kept nowhere."""

import copy
import pickle
import threading

import pytest

from devices.pin import Pin

SHUFFLED = "7249053186"


def typed(digits, most=6, layout="1234567890"):
    pin = Pin(most, layout)
    for digit in digits:
        pin.put(layout.index(digit))
    return pin


def block_of(pin):
    with pin.block() as block:
        return block.hex().upper()


@pytest.mark.parametrize("layout", ["1234567890", SHUFFLED])
def test_keys_are_positions_of_the_layout(layout):
    pin = typed("102938", layout=layout)
    assert (pin.length, pin.layout, block_of(pin)) == (6, layout, "102938")


def test_an_odd_number_of_digits_ends_in_f():
    assert block_of(typed("12345")) == "12345F"


def test_sixteen_digits_make_eight_bytes():
    assert block_of(typed("1234567890123456", most=16)) == "1234567890123456"


def test_a_full_pin_takes_no_more():
    pin = typed("1234567")
    assert (pin.length, block_of(pin)) == (6, "123456")


def test_delete_takes_the_last_digit_and_clear_all():
    pin = typed("123456")
    pin.delete()
    assert (pin.length, block_of(pin)) == (5, "12345F")
    pin.clear()
    pin.delete()
    assert pin.length == 0
    pin.put(0)
    assert pin.length == 1


def test_the_block_is_overwritten_after_use_even_when_sending_fails():
    with pytest.raises(OSError, match="gone"), typed("123456").block() as block:
        raise OSError("gone")
    assert block == bytearray(3)


def test_digits_are_overwritten_in_place():
    pin = typed("123456")
    held = pin._values
    pin.wipe()
    assert held == bytearray(6)


def test_a_wiped_pin_takes_no_late_touch():
    with typed("1234") as pin:
        pass
    pin.put(0)
    assert pin.length == 0


@pytest.mark.parametrize("digits", ["", "1", "123"])
def test_fewer_than_four_digits_are_never_given_out(digits):
    with pytest.raises(ValueError, match="at least 4"), typed(digits).block():
        pass


def test_a_pin_shows_no_digits():
    pin = typed("123456")
    assert {repr(pin), str(pin), f"{pin}"} == {"<Pin>"}


@pytest.mark.parametrize("keep", [copy.copy, copy.deepcopy, pickle.dumps])
def test_a_pin_is_not_copied_or_stored(keep):
    with pytest.raises(TypeError, match="not copied"):
        keep(typed("123456"))


def test_equal_digits_do_not_make_equal_pins():
    assert typed("123456") != typed("123456")


@pytest.mark.parametrize("layout", ["123456789", "1123456789", "123456789a", "١٢٣٤٥٦٧٨٩٠"])
def test_a_layout_has_each_digit_once(layout):
    with pytest.raises(ValueError, match="layout"):
        Pin(layout=layout)


@pytest.mark.parametrize("most", [3, 17])
def test_a_pin_has_4_to_16_digits(most):
    with pytest.raises(ValueError, match="4 to 16"):
        Pin(most)


@pytest.mark.parametrize("position", [-1, 10])
def test_there_are_ten_keys(position):
    with pytest.raises(IndexError):
        Pin().put(position)


def test_threads_typing_at_once_never_overfill_it():
    pin = Pin(16)
    hands = [threading.Thread(target=lambda: [pin.put(1) for _ in range(10)]) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert (pin.length, block_of(pin)) == (16, "22" * 8)


def test_two_pins_are_compared_without_showing_them() -> None:
    one, other, longer = Pin(), Pin(), Pin(most=7)
    for position in (0, 1, 2, 3, 4, 5):
        one.put(position)
        other.put(position)
        longer.put(position)
    assert one.same_as(other)
    longer.put(6)
    assert not one.same_as(longer)
    other.delete()
    other.put(9)
    assert not one.same_as(other)
