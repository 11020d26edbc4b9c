"""`verify-review explain WHICH REPORT`: how one claim was read, where it was looked up, and what would be right."""

from __future__ import annotations

import sys

from verifier.commands.messages import Problem
from verifier.commands.verify import Request, one_result
from verifier.output.explained import chosen, render
from verifier.output.sink import OutputClosed, OutputError, Sink
from verifier.output.style import style_for
from verifier.registry import installed


def run(which: str, request: Request) -> int:
    """Shows the claims that `which` names; 0 when there is one. Raises Problem."""
    result = one_result(request)
    found = chosen(result, which)
    if not found:
        lines = sorted({finding.claim.span.line for finding in result.outcome.findings})
        known = f"; there are claims on the lines {', '.join(map(str, lines[:12]))}{'...' if len(lines) > 12 else ''}" if lines else ""
        raise Problem(f"no claim of {result.source.path} is called {which}, and none stands on such a line{known}")
    style = style_for(sys.stdout, request.colour)
    rules = installed()
    try:
        sink = Sink(None)
        for number, (name, finding) in enumerate(found):
            text = render(result, name, finding, rules[finding.claim.rule].load().summary, style)
            sink.write(("\n" if number else "") + text)
    except OutputClosed:
        return 0
    except OutputError as error:
        raise Problem(str(error)) from error
    return 0
