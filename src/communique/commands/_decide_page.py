"""Let an adjudicator decide open items on a local page. Each answer is written at once."""

import sys
from typing import TYPE_CHECKING

from communique.commands._shared import refusing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from communique.adjudication.decide import Outcome
    from communique.schema import Layer
    from communique.workflow.adjudicate import AdjudicationState


def decide_on_page(
    state: "AdjudicationState",
    layers: "Sequence[Layer]",
    outcomes: "Mapping[str, Outcome]",
    by: str,
) -> "dict[str, Outcome]":
    """Serve the page until the adjudicator stops there, or with Ctrl+C. Returns the outcomes."""
    from communique.adjudication_page.server import serve
    from communique.adjudication_page.session import PageSession
    from communique.workflow.adjudicator_answers import LayerAnswers

    answers = [LayerAnswers(state, layer, outcomes[layer.name], by) for layer in layers]
    session = PageSession(state.corpus.schema, answers)
    if not session.open:
        _say("Nothing is open.")
        return dict(outcomes)
    with refusing(), serve(session) as page:
        _say(f"{session.open} open. Open this address in a browser on this computer:")
        _say(f"  {page.url}")
        _say("Only you should know it. Every answer is saved at once. Ctrl+C stops.")
        try:
            page.finished.wait()
        except KeyboardInterrupt:
            _say("")
        with page.lock:  # an answer that is being written is finished first
            _say(f"Stopped. {session.decided} decided and saved, {session.open} open.")
            return {a.layer.name: a.outcome for a in answers}


def _say(line: str) -> None:
    """On stderr: stdout is for the result."""
    print(line, file=sys.stderr, flush=True)
