"""Carries out a typed command: one of a few verbs with as many words behind it as it takes."""

from collections.abc import Callable, Mapping, Sequence
from inspect import signature

from sandbox.part import CommandError


def carry_out(
    actions: Mapping[str, Callable[..., str]], verbs: Mapping[str, str], verb: str, args: Sequence[str]
) -> str:
    """What the verb's action says; `CommandError` with the help line when it does not fit."""
    if verb not in actions:
        raise CommandError(f"不懂 {verb}，可以用：{'、'.join(actions)}")
    try:
        signature(actions[verb]).bind(*args)
    except TypeError as error:
        raise CommandError(verbs[verb]) from error
    return actions[verb](*args)
