"""配置: every value with where it comes from, and a form for each that may be changed here; from the next start on."""

import re
from functools import partial, reduce
from pathlib import Path
from typing import Final

from kiosk.config import ConfigurationError, load
from kiosk.place import in_both
from kiosk.setting_form import Asks, Form, form_of
from kiosk.settings import Setting, Source, change_here, settings, versions
from kiosk.staff.desk import AtDesk
from kiosk.staff.free_devices import on_a_thread
from kiosk.staff.told import MENU, told
from texts import Text, literal
from ui.check_pages import CheckLine, Checks
from ui.pages import (
    Button,
    Card,
    Choice,
    Keypad,
    Outcome,
    Record,
    Row,
    TextEntry,
    Tone,
    Typed,
    Writing,
    Written,
)

BACK: Final = Button("back", Text("staff.configuration.back"), icon="back")
CHANGE: Final = Button("change", Text("staff.configuration.change"), icon="document")
OWN: Final = Button("own", Text("staff.configuration.own"))
EMPTY: Final = Button("empty", Text("staff.configuration.empty"))
_TONES: Final = {Source.DEFAULT: Tone.NEUTRAL, Source.FILE: Tone.NEUTRAL, Source.SITE: Tone.ATTENTION}
_MOST_SHOWN: Final = 60
_CHARACTERS: Final = re.compile(r"(\d+) to (\d+) characters")
"""How a declaration says it, as `kiosk.tables` has it."""


async def configuration(at: AtDesk) -> None:
    """Table by table, until the menu is asked for."""
    file = at.session.surroundings.machine.config_file
    if file is None:
        await told(at, Text("staff.configuration.no_file"), Outcome.FAILED, Text("staff.configuration.no_file_now"))
        return
    while (chosen := await at.session.offer(_tables(at, await _all(at, file)))) != MENU.key:
        await _table(at, file, chosen)


async def _all(at: AtDesk, file: Path) -> tuple[Setting, ...]:
    """As it will hold from the next start on."""
    return await at.session.undisturbed(on_a_thread(lambda: tuple(settings(file, load(file)))))


async def _table(at: AtDesk, file: Path, table: str) -> None:
    while True:
        keys = {each.name: each for each in await _all(at, file) if each.table == table}
        chosen = await at.session.offer(_keys(table, tuple(keys.values())))
        if chosen == BACK.key:
            return
        await _key(at, file, keys[chosen])


async def _key(at: AtDesk, file: Path, setting: Setting) -> None:
    chosen = await at.session.offer(_one(setting))
    if chosen == OWN.key:
        await _put(at, file, setting, None)
    elif chosen == CHANGE.key:
        await _changed(at, file, setting)


async def _changed(at: AtDesk, file: Path, setting: Setting) -> None:
    """Asked for until it is valid, or left."""
    form, trouble = form_of(setting.field), None
    while (typed := await _typed(at, setting, form, trouble)) is not None:
        try:
            await _put(at, file, setting, form.value(typed))
        except ConfigurationError as error:
            trouble = _trouble(setting, form, error.lines[0].partition(": ")[2])
        except ValueError:
            trouble = _trouble(setting, form, form.should_be)
        else:
            return


async def _put(at: AtDesk, file: Path, setting: Setting, value: object) -> None:
    """Validated and written, the version before kept; the log says who changed which key."""
    folder = Path(at.session.configuration.journal.folder)
    changing = partial(change_here, file, folder, setting.name, value, at.session.surroundings.wall())
    try:
        await at.session.undisturbed(on_a_thread(changing))
    except OSError:
        at.note(setting.name, "failed")
        await told(at, Text("staff.configuration.not_kept"), Outcome.FAILED, Text("doctor.remedy.disk"), back=BACK)
        return
    at.note(setting.name, "changed" if value is not None else "as_in_file")
    count = literal(str(len(versions(folder))))
    kept = Text("staff.configuration.kept_now", count=count)
    await told(at, Text("staff.configuration.kept"), Outcome.DONE, kept, back=BACK)


async def _typed(at: AtDesk, setting: Setting, form: Form, trouble: Text | None) -> str | None:
    """What was chosen or typed; None where it was left."""
    headline, how = literal(setting.name), _meaning(setting, form)
    if form.asks in (Asks.SWITCH, Asks.CHOICE):
        options = tuple(Button(each, _word(form, each)) for each in form.choices)
        chosen = await at.session.offer(Choice(headline=headline, how=trouble or how, options=(*options, BACK)))
        return None if chosen == BACK.key else chosen
    if form.asks is Asks.NUMBER:
        page = Keypad(
            headline=headline,
            how=how,
            least=1,
            most=len(str(form.most)),
            trouble=trouble,
            other_ways=(BACK,),
            sensitive=False,
        )
        number = await at.session.offer(page)
        return number.digits if isinstance(number, Typed) else None
    return await _written(at, TextEntry(
        headline=headline,
        how=how,
        writing=Writing.FREE,
        most=form.most,
        trouble=trouble,
        other_ways=(EMPTY, BACK),
        sensitive=False,
    ))  # fmt: skip


async def _written(at: AtDesk, page: TextEntry) -> str | None:
    answer = await at.session.offer(page)
    if isinstance(answer, Written):
        return answer.words.value
    return "" if answer == EMPTY.key else None


# The pages.


def _tables(at: AtDesk, every: tuple[Setting, ...]) -> Checks:
    names = tuple(dict.fromkeys(each.table for each in every))
    here = sum(each.source is Source.SITE for each in every)
    kept = len(versions(Path(at.session.configuration.journal.folder)))
    how = Text("staff.configuration.how", here=literal(str(here)), kept=literal(str(kept)))
    lines = tuple(_table_line(name, tuple(each for each in every if each.table == name)) for name in names)
    return Checks(headline=Text("staff.configuration.headline"), how=how, lines=lines, main=MENU)


def _table_line(name: str, keys: tuple[Setting, ...]) -> CheckLine:
    here = sum(each.source is Source.SITE for each in keys)
    signed = all(each.trusted for each in keys)
    return CheckLine(
        name,
        literal(f"[{name}]"),
        Text("staff.configuration.signed") if signed else Text("staff.configuration.keys", count=len(keys)),
        Tone.ATTENTION if here else Tone.NEUTRAL,
        seen=Text("staff.configuration.here", count=here) if here else None,
    )


def _keys(table: str, keys: tuple[Setting, ...]) -> Checks:
    return Checks(
        headline=literal(f"[{table}]"),
        how=Text("staff.configuration.keys_how"),
        lines=tuple(_key_line(each) for each in keys),
        main=BACK,
    )


def _key_line(setting: Setting) -> CheckLine:
    return CheckLine(
        setting.name,
        literal(setting.name.partition(".")[2]),
        literal(_short(setting.shown)),
        _TONES[setting.source],
        seen=_source(setting),
    )


def _one(setting: Setting) -> Record:
    form = form_of(setting.field)
    rows = (
        Row(Text("staff.configuration.value"), literal(_short(setting.shown))),
        Row(Text("staff.configuration.source"), _source(setting)),
        Row(Text("staff.configuration.means"), _meaning(setting, form)),
        Row(Text("staff.configuration.range"), _should_be(setting, form)),
    )
    own = (OWN,) if setting.source is Source.SITE else ()
    return Record(
        headline=literal(setting.name),
        cards=(Card(title=Text("staff.configuration.card"), rows=rows, tone=_TONES[setting.source]),),
        next_steps=() if setting.trusted else (*own, BACK),
        main=BACK if setting.trusted else CHANGE,
        sensitive=False,
    )


def _source(setting: Setting) -> Text:
    source = Text(f"staff.configuration.from.{setting.source.value}")
    lock = Text("staff.configuration.signed")
    return Text("diagnostics.and_also", one=source, other=lock) if setting.trusted else source


def _meaning(setting: Setting, form: Form) -> Text:
    """The words above it in kiosk.toml, which are Chinese; in English those of its declaration."""
    return in_both(setting.meaning or form.should_be, form.should_be)


def _trouble(setting: Setting, form: Form, said: str) -> Text:
    """What the declaration wants; where that is kept to, which key does not go together with others."""
    if form.should_be in said:
        return Text("staff.configuration.should_be", words=_should_be(setting, form))
    return Text("staff.configuration.contradicts", line=literal(said.partition(": ")[0]))


def _should_be(setting: Setting, form: Form) -> Text:
    """By its limits or choices; what has neither, by what is said of it."""
    if form.asks is Asks.NUMBER:
        return Text("staff.configuration.whole_number", least=form.least, most=form.most)
    if form.asks in (Asks.SWITCH, Asks.CHOICE):
        return reduce(_or, (_word(form, each) for each in form.choices))
    if (limits := _CHARACTERS.fullmatch(form.should_be)) is not None:
        return Text("staff.configuration.characters", least=limits[1], most=limits[2])
    return _meaning(setting, form)


def _word(form: Form, choice: str) -> Text:
    return Text(f"diagnostics.{'yes' if choice == 'true' else 'no'}") if form.asks is Asks.SWITCH else literal(choice)


def _or(one: Text, other: Text) -> Text:
    return Text("staff.configuration.either", one=one, other=other)


def _short(words: str) -> str:
    return words if len(words) <= _MOST_SHOWN else f"{words[:_MOST_SHOWN]}…"
