"""Whether a clause tells a fact, a wish, a plan, a question or an example.

The nearest authority decides: the clause's own words, then its key, its lead-in, its heading, and only then an outer heading.
"""

from __future__ import annotations

import re

from verifier.reading.clause import Context, Cue, FenceClass, Form, Ground, Mark, Role, Stance
from verifier.reading.english.lexis import verb_classes, verb_form
from verifier.reading.roles import mark_of, may_be_built, tells_of_design
from verifier.reading.says.about import above, points_away, wished_for
from verifier.reading.text import Text

# Base forms that begin an instruction and are hardly ever nouns.
_IMPERATIVE = frozenset(
    """add implement consider move extract create introduce integrate configure reduce replace refactor remove rename rewrite
    convert migrate split merge consolidate ensure avoid investigate evaluate explore upgrade update improve optimize
    optimise simplify centralize centralise standardize standardise decouple separate adopt apply enforce validate verify
    enable disable expose increase decrease define fix resolve write deploy install prevent prefer choose keep make provide
    wrap switch deprecate archive automate establish rotate delete eliminate leverage utilize expand enhance parallelize
    clarify prioritize aim ensure preload shard decide revisit generate publish run execute try think encrypt isolate alert
    pin sanitize sanitise tighten restrict throw inject extend unify modularize modularise organize organise reorganize reorganise
    strengthen harden align restructure relocate streamline formalize flatten normalize deduplicate decompose retire""".split()
)
# Words that are nouns as often: an instruction only where something tells so.
_AMBIGUOUS = frozenset(
    "use build clean complete document focus include handle allow address schedule track check setup group test log cache limit "
    "monitor benchmark support report design review plan store set return call batch pool index mock profile audit scale load "
    "stream block cover start stop put get turn change require return take show target conduct perform compress group "
    "guard cap rework bump".split()
)
_NEW = re.compile(r"\(\s*new(?:\s+file)?\s*\)", re.I)
_OBJECT = re.compile(
    r"^\W*\w+(?:\s+(?:up|out|off|over))?\s+(?:the|a|an|all|any|each|every|your|our|more|proper|new|to|for|with|up|from|unit"
    r"|integration|both|this|these|those|it|structured|parameterized|appropriate|only)\b|^\W*\w+\s+`|^\W*\w+\s+(?-i:[A-Z][A-Z0-9_]*)\s*=",
    re.I,
)
_MODAL = re.compile(
    r"\b(?:should(?:n't)?|could(?! (?:be (?:exploited|abused|bypassed|lost)|cause|lead|load|result|break|fail|expose|leak|crash|grow"
    r"|saturate|open|allow))|would(?:n't)?|ought to|needs? to|must(?! be (?:present|set))|consider(?:ing)?|recommend(?:ed|s)?"
    r"|suggest(?:ed|s)?|it'?s (?:worth|advisable)|might want|may want|want to|let'?s|please|we can|you can|can be (?:added"
    r"|extended|improved|reduced|replaced|moved|extracted|removed|simplified|optimi[sz]ed)|had better|ideally|to be "
    r"(?:added|implemented|done|written|created|fixed|decided)|better to|(?:easy|easier|simple|simpler|possible|straightforward|ready) to "
    r"(?:add|implement|introduce|adopt|integrate|switch|migrate|swap))\b",
    re.I,
)
# The same in Chinese, Japanese, Korean, Russian, German, Spanish, Portuguese, French, Italian.
_MODAL_ELSEWHERE = re.compile(
    r"需要(?!的)|应(?:该|当|考虑)|應(?:該|當)|建议|建議|必须|必須|すべき|必要がある|する必要|해야|권장|(?<!\w)(?:следует|нужно|необходимо|рекомендуется"
    r"|sollten?|müssten?|empfehle\w*|debería\w*|habría que|deveria\w*|recomenda-se|se recomienda|devrai\w*|il faut|dovrebbe\w*)(?!\w)",
    re.I,
)
_FUTURE = re.compile(
    r"\b(?:will(?! not be)|going to|planned|upcoming|in (?:the )?future|future enhancement|roadmap|todo:|tbd|next (?:sprint|phase"
    r"|release|quarter)|coming soon|would need|if needed|when needed|if we|once(?=\s+(?!and\b|or\b|per\b|a\b)[\w`]))\b",
    re.I,
)
# What somebody might do with the project, unlike "if the token is old", which tells of what it does.
_SUPPOSED = re.compile(
    r"^\W*(?:if|when|in case|should)\s+(?:(?:you|we|one|they|someone|the team)\s+(?:(?:ever|later|also|really|do|did|should|would)\s+)*"
    r"(?:want|need|decide|choose|plan|prefer|wish|move|migrate|switch|adopt|go|went|rewrite|port|scale|extend|like|have to|had to)\w*"
    r"|(?:migrating|moving|switching|porting|rewriting|rebuilding|adopting|scaling|upgrading|extending|needed|required|desired|wanted)\b)",
    re.I,
)
# What somebody else says, not this report: "Report claimed unused variables at:".
_REPORTED = re.compile(
    r"^\W*(?:the\s+)?(?:(?:original|previous|earlier|first|other|old)\s+)?(?:report|audit|review|analysis|author|reviewer|auditor)s?\s+"
    r"(?:had\s+)?(?:claim(?:s|ed)|alleg(?:es|ed)|assert(?:s|ed)|said|says|stated|listed|reported)\b",
    re.I,
)
_ORDER = re.compile(r"^\W*(?P<order>Add(?:\s+[\w-]+){1,4})\s+[-–—]\s")  # "Add ID type - `ids.py`": where it goes
_JOINED_ORDER = re.compile(
    rf"^\W*(?:and|or|then)\s+(?:(?:also|always|then|instead)\s+)*(?:{'|'.join(sorted(_IMPERATIVE | _AMBIGUOUS))})\s", re.I
)
_CONDITIONAL = re.compile(r"^\W*(?:if|when|once|unless|after|assuming|in case)\b(?!\s*:)", re.I)
_OPTION = re.compile(r"\((?:recommended|optional|suggested|future|planned|todo|nice to have)\)\s*$", re.I)
_DENIES = re.compile(r"\b(?:not|no|missing)\b", re.I)
_PHRASAL = re.compile(r"^[\W\d_]*(?:set|hook|wire|spin|roll|clean|back|scale)\s+(?:up|out)\s+(?!(?:is|are|was|were|of|and)\b)\w", re.I)
_NEEDS = re.compile(r"^\W*needs?\b(?!\s+(?:for|not)\b)(?=\s+\w)", re.I)  # "Need account lockout", "Needs a retry"
_NORMS = re.compile(r"\b(?:criteria|gates|standards|conventions|guidelines|best practices|style guide|playbook)\W*$|^\W*how to\b", re.I)
_FINDS = re.compile(r"^[^:–—]*\b(?:analysis|audit|assessment|evaluation|review|report)\s*[:–—]", re.I)  # what is held against rules
_QUESTION = re.compile(r"\?\s*$")
_TARGET = re.compile(r"^\W*(?:\w+ )?(?:target|goal|action needed|recommended)\b\s*:", re.I)
_DONE_LABEL = re.compile(r"^\W*(?:done|completed?|implemented|fixed|resolved)\b\s*[:\-–]", re.I)
_NOUN_AFTER = re.compile(
    r"^\W*(?:use|test|log|cache|limit|support|report|design|review|store|index|pool|load|stream|batch|track|check|update|fix|build"
    r"|change|set|run|call|monitor|start|stop|target|plan|handle|clean|complete|document|focus|include|alert|block|group|show"
    r"|release|pin|audit|profile|scale)\w*\s+(?:of|is|are|was|were|has|have|in|on|by|layer|coverage|file|files|suite|suites"
    r"|rate|hit|key|keys|ttl|level|levels|statements?|cases?|count|counts|size|limit|limits|architecture|separation"
    r"|naming|structure|code)\b",
    re.I,
)

# "Separate" of things that are apart: in lower case, or of things for something, if it is no call to part what is named.
_APART = re.compile(
    r"^\W*(?:separate\s+(?!the\b|all\b|each\b|out\b)|(?i:separate)\s+[\w-]+(?:\s+[\w-]+)?\s+(?:for|per)\b)(?!.*\b(?:into|from|out of)\b)"
)


_PROHIBITION = re.compile(r"^[\W\d_]*(?:(?:please|also|and|so|but)\s+)?(?:do\s+not|don[’']t|never)\s+(?P<verb>[a-z]{2,})\s+\S", re.I)


def imperative(text: str) -> bool:
    """Whether the words begin with an instruction."""
    match = re.match(r"^[\W\d_]*([A-Za-z-]+)", text)
    if not match:
        return False
    word = match[1].lower()
    if _PHRASAL.match(text):
        return True
    if _NOUN_AFTER.match(text):
        return False
    if re.match(r"^\W*\d+\s+[A-Za-z]", text) or (word == "separate" and _APART.match(text)):
        return False  # "3 separate workers", "separate modules for readers"
    if word in _IMPERATIVE:
        attached, after = text[match.end() : match.end() + 1], text[match.end() :].lstrip(" ")
        route = match[1].isupper() and after.startswith("/")  # "DELETE /rows"
        told = attached not in ("/", ".") and not route and not after.startswith((":", "(", "-", "_", "=")) and after != ""
        return told or word in {"add", "implement", "consider"}
    if word in _AMBIGUOUS:
        return bool(_OBJECT.match(text))
    forbidden = _PROHIBITION.match(text)
    return forbidden is not None and not forbidden["verb"].lower().endswith(("ed", "ing", "en", "s"))  # "never used", "never writes"


def own_stance(words: str, in_plan: bool, in_changes: bool) -> tuple[Stance, str] | None:
    """What the clause's own words say of its stance, with the words that say it; None when they are silent."""
    if _DONE_LABEL.match(words):
        return Stance.ASSERTS, "done"
    if _QUESTION.search(words):
        return Stance.ASKS, "?"
    if match := _MODAL.search(words):
        return Stance.RECOMMENDS, match[0]
    if match := _MODAL_ELSEWHERE.search(words):
        return Stance.RECOMMENDS, match[0]
    if match := _NEEDS.match(words):
        return Stance.RECOMMENDS, match[0]
    if match := _TARGET.match(words):
        return Stance.PLANS, match[0]
    if match := _FUTURE.search(words):
        return Stance.PLANS, match[0]
    keyed = re.match(r"^\w+(?:[ -]\w+){0,2}[ -]?:\s+(?=\w)", words)
    if not in_changes and (imperative(words) or (keyed and imperative(words[keyed.end() :]))):
        return (Stance.PLANS if in_plan else Stance.RECOMMENDS), words.split()[0]
    if _CONDITIONAL.match(words):
        return Stance.EXEMPLIFIES, words.split()[0]
    return None


_DONE_FIRST = re.compile(r"^[\W\d_]*(?:(?:we|i|it)\s+)?(?:(?:have|has|now|also|then|successfully)\s+){0,3}(?P<verb>[a-z]+)\b(?=\s)", re.I)
_WAS_DONE = re.compile(r"\b(?:was|were|has been|have been)\s+(?:\w+ly\s+)?(?P<verb>[a-z]+)\b", re.I)


def _told_as_done(words: str) -> str:
    """The verb of words that tell of something that was done: "Created a package", "`x` was moved"; "" for others."""
    for match in (_DONE_FIRST.match(words), _WAS_DONE.search(words)):
        verb = verb_form(match["verb"].lower()) if match else None
        if match and verb is not None and verb.form == "past" and verb_classes(verb.lemma) & {"make", "change", "remove", "turn", "place"}:
            return match["verb"]
    return ""


DESIGNED = "designed"  # the hedge of what may be yet to be built
A_DESIGN = "a design, built or to be"  # why something is asserted that nobody can be held to
_ROLE_STANCE = {Role.PLAN: Stance.RECOMMENDS, Role.EXAMPLE: Stance.EXEMPLIFIES, Role.OTHER_PRODUCT: Stance.OTHER_PRODUCT}
_FACTUAL = (Role.PROBLEMS, Role.STATUS, Role.INVENTORY, Role.STRENGTHS, Role.CHANGES, Role.MISSING, Role.BEFORE, Role.OUTPUT)
_ANNOUNCED = {**dict.fromkeys(_FACTUAL, Stance.ASSERTS), **_ROLE_STANCE}


def _announcing(what: str, words: str, role: Role, line: int = 0) -> Cue:
    return Cue("stance", words, f"{what} announces {role.value}", line, Ground.AROUND, role)


def context_stance(context: Context) -> tuple[Stance, Cue]:
    """The stance that the surroundings give: key, then column, lead-in, nearest heading with a role, outer headings."""
    if context.fence is FenceClass.SUGGESTED:
        return Stance.EXEMPLIFIES, Cue("stance", context.fence_title, "suggested or hypothetical code", ground=Ground.AROUND)
    if context.sections and _NORMS.search(context.sections[0].title) and not _FINDS.match(context.sections[0].title):
        return Stance.RECOMMENDS, Cue(
            "stance", context.sections[0].title, "the document sets rules", context.sections[0].line, Ground.AROUND
        )
    lead = context.lead_in.plain if context.lead_in else ""
    if _REPORTED.search(lead):
        return Stance.EXEMPLIFIES, Cue("stance", lead, "told of what another text says", ground=Ground.AROUND)
    if _SUPPOSED.match(lead):
        return Stance.EXEMPLIFIES, Cue("stance", lead, "told of what might be done", ground=Ground.AROUND)
    told = above(context)
    if told is not None:
        return told[0], Cue("stance", told[1], "the words above tell of something else", ground=Ground.AROUND)
    for what, words, role in (
        ("key", context.key, context.key_role),
        ("lead-in", context.lead_in.plain if context.lead_in else "", context.lead_in_role),
    ):
        if role in _ANNOUNCED:
            return _ANNOUNCED[role], _announcing(what, words, role)
    planned = next((at for at, section in enumerate(context.sections) if section.role is Role.PLAN), len(context.sections))
    for at, section in reversed([*enumerate(context.sections)]):
        if section.role is Role.INVENTORY and at > planned:
            continue  # "### Module structure" below "## Target architecture"
        if section.role in _ANNOUNCED:
            return _ANNOUNCED[section.role], _announcing("heading", section.title, section.role, section.line)
    return Stance.ASSERTS, Cue("stance", "", "nothing says otherwise", ground=Ground.NOTHING)


def _but_for_a_name(words: str, text: Text, at: int) -> str:
    """The words without the code that is their subject, which may begin as a verb does: "`keep` guards the rows", "`make x` runs y"."""
    named = next((end - start for start, end in text.codes if start == at), 0)
    behind = re.match(r"\s+([a-z]+)", words[named:])
    verb = verb_form(behind[1]) if behind else None
    told = words[:named].isidentifier() or (behind is not None and (behind[1] in ("is", "has") or (verb is not None and verb.form == "s")))
    return f"It{words[named:]}" if named and told and words[named:].strip() else words


def _compared(text: Text, context: Context) -> bool:
    """Whether a cell heads a row in which one column says yes and another no: of which of them this repository is one is not said."""
    if not context.row or context.row[0].text.runs != text.runs:
        return False
    marks = {mark_of(cell.text.plain)[0] for cell in context.row[1:]}
    return Mark.YES in marks and Mark.NO in marks


def stance_of(
    words: str, own_text: Text, statement_form: Form, context: Context, mark: Mark | None, ticked: bool | None, anchored: bool
) -> tuple[Stance, Cue]:
    """A clause's stance and why. `own_text` is its whole statement; `anchored`: it cites a line, which nobody does of a wish."""
    context_words = own_text.plain
    around, cue = context_stance(context)
    in_changes = around is Stance.ASSERTS and cue.role is Role.CHANGES
    whole = _OPTION.search(context_words)
    if whole and ticked is None and not _DENIES.search(context_words):
        return Stance.RECOMMENDS, Cue("stance", whole[0], "marked as optional", ground=Ground.MARK)
    if statement_form in {Form.ITEM, Form.KEY_VALUE, Form.SENTENCE} and points_away(own_text):
        return Stance.EXEMPLIFIES, Cue("stance", context_words, "points to somewhere else", ground=Ground.MARK)
    if ticked is None and (hope := wished_for(own_text)):
        return Stance.PLANS, Cue("stance", hope, "own words", ground=Ground.OWN_WORDS)
    roles = {context.lead_in_role, *(section.role for section in context.sections[-1:])}
    if Role.PLAN in roles and (made := _NEW.search(context_words)):  # "File: `a.py` (new)" below "Required changes:"
        return Stance.PLANS, Cue("stance", made[0], "to be made", ground=Ground.OWN_WORDS)
    if _REPORTED.match(context_words):
        return Stance.EXEMPLIFIES, Cue("stance", context_words, "told of what another text says", ground=Ground.OWN_WORDS)
    if statement_form is Form.ITEM and not in_changes and (order := _ORDER.match(context_words)) and imperative(order["order"]):
        return Stance.RECOMMENDS, Cue("stance", order["order"], "own words", ground=Ground.OWN_WORDS)
    if _SUPPOSED.match(context_words):
        return Stance.EXEMPLIFIES, Cue("stance", context_words, "told of what might be done", ground=Ground.OWN_WORDS)
    at = context_words.find(words)
    if at > 0 and context_words[at - 1] in "([" and context_words[: at - 1].rstrip().endswith("?"):
        return Stance.ASKS, Cue("stance", "?", "answers that a question thinks of", ground=Ground.OWN_WORDS)
    own = own_stance(_but_for_a_name(words, own_text, at), around is not Stance.ASSERTS, in_changes)
    if own is not None:
        stance, word = own
        if stance is Stance.ASKS and statement_form in {Form.CODE, Form.TREE_ENTRY}:
            return around, cue
        return stance, Cue("stance", word, "own words", ground=Ground.OWN_WORDS)
    order_before = own_stance(context_words, False, False) if not in_changes and _JOINED_ORDER.match(words) else None
    if order_before is not None and order_before[0] is Stance.RECOMMENDS:  # "Replace it, and always log with `log()`"
        return order_before[0], Cue("stance", order_before[1], "own words", ground=Ground.OWN_WORDS)
    if statement_form is Form.CELL and _compared(own_text, context):
        return Stance.OTHER_PRODUCT, Cue("stance", own_text.plain, "one column has it, another has not", ground=Ground.MARK)
    if context.unticked and ticked is None:
        return Stance.PLANS, Cue("stance", "[ ]", "below an open box", ground=Ground.MARK)
    if cue.role is Role.PLAN and around is Stance.RECOMMENDS and may_be_built(cue.text):
        if past := _told_as_done(words):
            return Stance.ASSERTS, Cue("stance", past, "own words", ground=Ground.OWN_WORDS)
        if tells_of_design(cue.text) and statement_form is not Form.CODE:
            return Stance.ASSERTS, Cue("stance", cue.text, A_DESIGN, ground=Ground.AROUND)
    if ticked is True:
        return Stance.ASSERTS, Cue("stance", "[x]", "ticked", ground=Ground.MARK)
    if anchored and context.key_role is not Role.PLAN and around is not Stance.EXEMPLIFIES:
        return Stance.ASSERTS, Cue("stance", "", "cites a line", ground=Ground.CITED_LINE)
    if (
        mark is Mark.YES
        and around is Stance.RECOMMENDS
        and not context.key
        and statement_form is not Form.CELL
        and context.lead_in_role is not Role.PLAN
    ):
        return Stance.ASSERTS, Cue("stance", "✅", "marked as done", ground=Ground.MARK)
    if statement_form is Form.CELL and around is Stance.RECOMMENDS and context.key_role is not Role.PLAN:
        own_heading = context.sections[-1].role if context.sections else Role.NEUTRAL
        if own_heading is not Role.PLAN:
            return Stance.ASSERTS, Cue("stance", "", "table row", ground=Ground.ROW)
    return around, cue
