"""代办: who acts for the holder shows their own ID card and that they are here, and says what they are to them."""

from kiosk.backend.schemas import Relation
from kiosk.identity import identify_for
from kiosk.proven import PRESENCE, Proven
from kiosk.session import Session
from texts import Kind, Personal, Text
from ui.pages import Button, Choice, Row, Steps

RULE = "agent"
"""By which name the proofs that an agent gives are known."""


async def prove_agent(session: Session, steps: Steps) -> None:
    """The agent is known, by papers of their own; the holder's are asked for after that, never instead.

    `Refusal` AGENT_MINOR, or whatever else stands against them.
    """
    holder = session.proven
    agent = holder.agent = holder.agent or Proven(is_agent=True)
    for what in PRESENCE:
        agent.drop(what)
    session.proven = agent
    try:
        await identify_for(session, RULE, steps)
    finally:
        session.proven = holder
    if holder.relation is None:
        holder.relation = await _relation(session, steps)


async def _relation(session: Session, steps: Steps) -> Relation:
    options = tuple(Button(each.value, _words(each), icon="person") for each in Relation)
    how = Text("agent.which_relation_how")
    page = Choice(headline=Text("agent.which_relation"), how=how, steps=steps, options=options)
    return Relation(await session.ask(page))


def agent_rows(session: Session) -> tuple[Row, ...]:
    """For result and slip: who acted, and what they are to the holder; nothing where the holder came."""
    proven = session.proven
    if proven.agent is None or proven.relation is None:
        return ()
    name = Personal(Kind.NAME, proven.agent.name)
    return (Row(Text("agent.acted"), Text("agent.acted_who", name=name, relation=_words(proven.relation))),)


def _words(relation: Relation) -> Text:
    return Text(f"agent.relation.{relation.value}")
