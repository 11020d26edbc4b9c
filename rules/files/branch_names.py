"""Names of branches, which look like paths: `feature/labels`, `docs/protocol-update`."""

from __future__ import annotations

import re

from verifier.reading.clause import Clause, Mention, Path

_BRANCHES = re.compile(
    r"\b(?:branch(?:es|ing)?(?! coverage)"
    r"|(?:pull|merge) requests?"
    r"|git (?:checkout|switch|push|pull|fetch|merge|rebase|worktree|cherry-pick)|(?:head|base) ref"
    r"|(?:merg|rebas|fork|cut)\w*\b.*\b(?:into|onto|from|with)\s+\W*(?:main|master|develop|trunk|dev))\b",
    re.I,
)


def may_be_a_branch(clause: Clause, mention: Mention) -> bool:
    """Whether a name without an ending stands where branches are spoken of: in its line, its key or column, or what is above it."""
    path = mention.value
    if not isinstance(path, Path) or path.glob or path.anchors or "." in path.text:
        return False
    if path.directory and "/" in path.text.rstrip("/"):
        return False  # `feature/` may begin names of branches, `src/feature/` does not
    context = clause.context
    above = [context.key, context.header, context.lead_in.plain if context.lead_in else "", *(words.plain for words in context.parents)]
    return any(_BRANCHES.search(words) for words in (clause.statement.text.plain, *above, *context.titles[-2:]))
