"""Names for claims that survive edits elsewhere in the report."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from verifier.model import Claim

_DIGITS = 12


def claim_ids(claims: Iterable[Claim[object]]) -> list[str]:
    """An id for each claim: a hash of its rule, kind, subject, words and section, and of which of several equal ones it is.

    Line numbers are not part of it, so that text added above moves no id.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    ids = []
    for claim in claims:
        key = (claim.rule, claim.kind, claim.subject, " ".join(claim.text.split()), claim.side.value, *claim.section)
        text = "\x1f".join((*key, str(seen[key])))
        seen[key] += 1
        ids.append(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS])
    return ids
