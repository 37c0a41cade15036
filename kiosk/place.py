"""Where this terminal stands and who helps, as texts in both languages, from the configuration."""

from kiosk.config import Configuration, Mode
from kiosk.tables import HOTLINE, HOTLINE_HOURS, HOTLINE_HOURS_EN
from texts import Text
from ui.pages import Frame


def in_both(chinese: str, english: str) -> Text:
    """Words of the configuration that come in both languages."""
    return Text("common.in_both", zh_CN=chinese, en=english)


def counter(configuration: Configuration) -> Text:
    """The daytime place that every refusal names."""
    return in_both(configuration.terminal.counter, configuration.terminal.counter_en)


def who_helps(configuration: Configuration) -> Text:
    """The hotline and the daytime place."""
    return Text("common.who_helps", hotline=configuration.terminal.hotline, counter=counter(configuration))


def call_now(configuration: Configuration) -> Text:
    """The hotline and when it is answered: what is open where all else may be closed."""
    terminal = configuration.terminal
    return hotline_open(terminal.hotline, in_both(terminal.hotline_hours, terminal.hotline_hours_en))


def hotline_open(hotline: str = HOTLINE, hours: Text | None = None) -> Text:
    """As `call_now`; of Chongqing's hotline where no configuration is known."""
    return Text("terminal.call_now", hotline=hotline, hours=hours or in_both(HOTLINE_HOURS, HOTLINE_HOURS_EN))


def service_point(configuration: Configuration) -> Text | None:
    """The street's: where, when, and its telephone; None where none is named."""
    point = configuration.service_point
    if not point.place:
        return None
    place, hours = in_both(point.place, point.place_en), in_both(point.hours, point.hours_en)
    return Text("common.service_point", place=place, hours=hours, phone=point.phone)


def frame(configuration: Configuration) -> Frame:
    """What stands around every page."""
    terminal = configuration.terminal
    return Frame(
        place=in_both(terminal.name, terminal.name_en),
        terminal_id=terminal.id,
        hotline=call_now(configuration),
        sample=terminal.mode is Mode.SANDBOX,
    )
