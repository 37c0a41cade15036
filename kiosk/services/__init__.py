"""The service items: one module each, read from top to bottom like the operating guide.

How to read a service:

* A rule names the ways of proving who is here; its words (`card`, `card_pin`, `agent`, …) are those of
  `kiosk.proof_policy.Shown`, and a bureau may narrow what ships.
* `identify_for` asks for what its rule wants and this visit has not seen yet, until one way is whole; `later` leaves
  one thing out for the time being.
* `card_of` does the same for a rule that wants the card, and gives the card in the reader.
* `prove_again`, where there is one, stands right before the effect and asks only for what its rule lacks by then:
  what is older than `identity.proof_lasts`, or a card that was taken out; of a sensitive rule also a PIN, code, face,
  assistant's word or agent older than `identity.second_check_after`.
* `evidence` is who asks and how they showed it, with what the bureau gave for code, face or an assistant's word; all
  that a service submits carries it.
* `ask` shows a page and remembers the answer, but for what is typed on a `PinPad` or `Keypad`; `offer` is for an answer
  that is an act, as print or finish, and remembers nothing; `ask_while_inserted` is `ask`, and a `DeviceError` when the
  card is pulled.
* 返回 runs the service again from its first line with the remembered answers but the last; it does not lead back over a
  wall (who is here was proven, a PIN was typed, something was sent).
* A confirmation has no "no": who does not want it presses 返回, or 退出, which ends the visit and cancels the service
  where it waits, but never an operation that was handed over.
* A `Refusal` that nothing catches ends the service on a page with its reason, what to do now, and the items that help
  (`resources/refusals.toml`), into which the visit may go on.
* `fetched` gives again what was obtained under the same name in this visit; `looked_up` does so for a question to the
  bureau; `submit` forgets all of it.
* `staged` puts what was signed into the bureau's staging area; the operation then names it there.
* `submit` writes a draft into the journal, sends it, and gives the operation as it stands: done, not done, or pending
  while nobody knows.
* A half is what of an operation is done in one place: at the bureau, or on the card's chip once the bureau has
  confirmed its own (`change_on_chip`). The bank's half of a loss is an operation of its own (`submit_both`).
* A key is minted for each half, and under it the bureau acts at most once; after a lost answer the key is settled: the
  bureau says how it ended, or seals it, so that nothing is done under it any more (a loss report is sent again).
* A mark is what the bureau keeps open on a card from before its chip is changed until a terminal tells how that ended;
  `open_mark` is one whose end nobody has told.
* `conclude` keeps the slip's words in the journal and shows the result with its reference number (受理号); it prints
  the slip, or shows it as a code, as often as asked, until the resident has finished.
"""
