"""Who proves what stands in each service, below the constant that names its rule: as `proofs.toml` ships."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from kiosk import agent, services
from kiosk.proof_policy import BETWEEN, Rule, Shown, Way, proof_policy

MODULES = {path.name: ast.parse(path.read_text("utf-8")) for path in Path(services.__path__[0]).glob("*.py")}
RULES = {name: rule for name, rule in proof_policy().items() if name != agent.RULE}
BY_RULE = {"identify_for", "identify_with_card", "prove_again", "card_of", "card_put_in"}
"""Functions whose second argument is a rule's name."""


def told(rule: Rule) -> str:
    """What stands there of a rule; more may follow."""
    return f"As shipped: {'; '.join(_parts(rule))} (`resources/proofs.toml`)."


def _parts(rule: Rule) -> Iterator[str]:
    *others, last = map(_words, rule.ways)
    yield f"{', '.join(others)} or {last}" if others else last
    if rule.proxy:
        by_agent = rule.open_to(agent=True)
        yield "an agent may come" if by_agent else "a helper may stand beside the holder"
    if rule.least_age:
        yield f"the holder is at least {rule.least_age}"
    if rule.sensitive:
        yield "presence proven longer ago than `identity.second_check_after` is proven again before the effect"


def _words(way: Way) -> str:
    return BETWEEN.join(shown.value for shown in way)


def constants() -> dict[str, list[tuple[str, str]]]:
    """Rule → where a constant of a service names it, and what stands below."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for module, tree in MODULES.items():
        for statement, below in pairwise([*tree.body, ast.Pass()]):
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(rule))) if rule in RULES:
                    found[rule].append((f"{module}: {name}", _string(below)))
    return found


def _string(statement: ast.stmt) -> str:
    """A docstring with single spaces; empty for any other statement."""
    match statement:
        case ast.Expr(value=ast.Constant(value=str(words))):
            return " ".join(words.split())
        case _:
            return ""


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_told_where_it_is_named(name: str) -> None:
    should_stand, named = told(RULES[name]), constants()[name]
    assert len(named) == 1, f'one constant of kiosk/services should be "{name}", with below it: """{should_stand}"""'
    ((where, stands),) = named
    assert stands.startswith(should_stand), f'below {where} should stand: """{should_stand}"""'


def test_a_rule_is_asked_for_by_its_constant_alone() -> None:
    given = [
        f"{module}:{call.lineno}"
        for module, tree in MODULES.items()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in BY_RULE
        if isinstance(call.args[1], ast.Constant | ast.JoinedStr)
    ]
    assert given == []


def test_every_part_of_a_rule_is_told() -> None:
    ways = ((Shown.CARD, Shown.SMS), (Shown.CARD_PIN,), (Shown.AGENT, Shown.ID_CARD))
    rule = Rule("fly", "fly", ways, proxy=True, least_age=18, sensitive=True)
    assert told(rule) == (
        "As shipped: card+sms, card_pin or agent+id_card; an agent may come; the holder is at least 18; presence "
        "proven longer ago than `identity.second_check_after` is proven again before the effect "
        "(`resources/proofs.toml`)."
    )
    assert told(Rule("fly", "fly", ways[1:2])) == "As shipped: card_pin (`resources/proofs.toml`)."
