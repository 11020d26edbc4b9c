"""What headings, lead-ins, keys and column headers announce: facts, problems, plans, changes, what was before.

The words are data; the longest cue wins, and a mixed heading ("Issues & Recommendations") announces nothing.
"""

from __future__ import annotations

import re
from functools import cache

from verifier.model import Side
from verifier.reading.clause import Mark, Role
from verifier.reading.english.lexis import verb_classes

_CUES: dict[Role, str] = {
    Role.PLAN: (
        "recommendations|recommendation|recommended|suggestion|suggestions|suggested|next steps|next step|next sprint|next review"
        "|roadmap|future|future work|options? [\\da-d]|"
        "future improvements|future enhancements|action items?|action plan|actions? required|action needed"
        "|(?<!no )(?:testing|tests?|work|changes?|updates?|refactoring|investigation|review) (?:required|needed)|to-?do list|to[- ]?dos?"
        "|proposed|proposal|fix|fixes needed|quick wins|corrections?|proposed changes?|"
        "solution|solutions|mitigation|remediation|remedy|remedies|effort|estimated effort|immediate actions?|areas? for improvement to do"
        "|plan"
        "|planned|tracked for|deferred"
        "|milestones?"
        "|(?:remaining|outstanding|optional) (?:optional |open )?(?:work|tasks?|items?|steps?)|(?:tasks?|work|items?|steps?) remaining"
        "|backlog|"
        "scaling (?:path|strategy|plan)|"
        "should|must fix|nice to have|what to do|how to fix|targets?(?! (?:in|of) (?:the )?(?:make|just)file)|goals?|"
        "target (?:implementation|solution|version|layout)|"
        "(?:target|desired|ideal|envisioned|intended|to-be|aspirational) "
        "(?:\\w+ )?(?:structure|architecture|design|layout|organi[sz]ation)|"
        "(?:could|might|would) (?:be (?:\\w+ )?\\w+ed (?:as|into|like)|look like|become)|(?:remaining|open|next|future) frontiers?|"
        "success (?:metrics?|criteri(?:on|a))"
        "|scale target|priority (?:order|(?:implementation |development |focus )areas?)|long-term|short-term"
        "|mid-term|medium-term|"
        "immediate wins|improvement opportunities|architectural improvements|potential improvements|possible improvements"
        "|enhancement opportunities|refactoring opportunities|"
        "optimi[sz]ation opportunities|migration strategy|migration plan|deployment plan|test plan|improvement plan|implementation plan|"
        "(?:tests?|documentation|docs|documents?|changes|fixes|improvements|updates?|files?|refactoring|work|additions?) "
        "(?:needed|required)|"
        "(?:needed|required) (?:tests?|documentation|docs|documents?|proofs?|evidence|controls?|improvements|updates?|refactoring)|"
        "(?:files|documents|modules) to (?:inspect|review|read|check)|"
        "(?:enhancements?|improvements?|opportunit(?:y|ies)) identified|identified (?:enhancements|improvements|opportunities)|"
        "what (?:gets|will be) (?:added|built|created|changed|removed)|"
        "what'?s (?:required|needed)|what is (?:required|needed)|required (?:implementation|code|changes?|fix(?:es)?)|"
        "approved (?:\\w+ )?(?:structure|design|architecture|layout)|"
        # Chinese, Japanese, Korean, Russian, German, Spanish, Portuguese, French, Italian
        "\\w*(?:应该|應該|应当|應當|建议|建議|方案|推荐|改进|提案|推奨|修正案|改善案|제안|권장|해결)\\w*|решени[ея]|рекомендаци[яи]|предложени[ея]|исправлени[ея]|"
        "empfehlung(?:en)?|lösung(?:en)?|vorschl[aä]ge?|recomendaci(?:ón|ones)|soluci(?:ón|ones)|recomendaç(?:ão|ões)|soluç(?:ão|ões)|"
        "recommandations?|raccomandazion[ei]|soluzion[ei]|aanbeveling(?:en)?|oplossing(?:en)?|zaleceni[ae]|rekomendacj[ea]|doporučení|"
        "öneri(?:ler)?|çözüm(?:ler)?|rekomendasi|solusi|đề xuất|khuyến nghị|giải pháp|рекомендаці[яї]|рішення|"
        "recommandé(?:e?s?)|proposé(?:e?s?)|suggéré(?:e?s?)|prévue?s?|planifié(?:e?s?)|souhaitée?s?|cible|à faire|prochaines étapes|"
        "(?:recomendad|propuest|sugerid|propost|planificad|planejad|previst)[oa]s?|próximos? pas(?:os?|sos?)|por hacer|a fazer|"
        "(?:raccomandat|consigliat|propost|suggerit|pianificat)[oaie]|prossimi passi|da fare|"
        "(?:empfohlen|vorgeschlagen|geplant)(?:e[nrms]?)?|ziel(?:architektur|zustand|bild|struktur)|soll-?zustand|"
        "nächste schritte|"
        "(?:рекомендуем|предлагаем|планируем|предложенн|целев)\\w+|следующие шаги|"
        "目标架构|目标结构|规划|下一步|次のステップ|今後の\\w*|향후\\s?\\w*|다음 단계|"
        "(?:ال)?(?:توصيات|اقتراحات|مقترحات|حلول|حل)|(?:ال)?(?:توصية|اقتراح|مقترح)|"
        "open questions|what is next|what's next|^next$|"
        "(?:engineering|proposed|suggested|recommended|preferred) "
        "(?:replacements?|names?|terms?)|"
        "action|actions|desired state|ideal|better approach|alternative|alternatives|after refactoring plan|immediate|follow-?ups?"
    ),
    Role.EXAMPLE: "(?:invalid|incorrect|false|wrong|refuted|disproved) claims|claims? that (?:are|were) (?:incorrect|wrong|false|invalid)"
    "|example usage|usage example|for example|e\\.g\\.|hypothetical|easy to add|how to extend|extensibility|how to use"
    "|(?<!\\w )usage|criteria|guidelines?|attack scenario|exploit|scenario|template",
    Role.PROBLEMS: (
        "issues?|problems?|(?<!separation of )concerns?|gaps?|weakness(?:es)?|risks?|violations?|findings?|vulnerabilit(?:y|ies)"
        "|smells?|bugs?|defects?|blockers?|show-?stoppers?"
        "|bottlenecks?|limitations?|debt|"
        "areas? for improvement|areas? of concern|impact|errors found|needs? improvement|drawbacks?|cons|shortcomings|observations?"
        "|criticisms?|warnings?|unused|inconsistencies"
    ),
    Role.MISSING: "missing|not done|not implemented|not found|lacking|lacks|absent|not covered|untested|not yet implemented|no tests? for"
    "|without tests|what's missing|what is missing",
    Role.STRENGTHS: (
        "strengths?|positives?|good practices|best practices|achievements?|highlights?|pros|what works|what's good|strong points"
        "|benefits|advantages|resilience patterns implemented|"
        "key features|features|implemented|well done|what was done well"
    ),
    Role.CHANGES: (
        "changes?|changes made|what changed|changelog|what was done|completed|completed work|improvements made|improvements applied"
        "|files changed|files modified|modified files|"
        "files created|new files|created files|added|removed|deleted|deleted files|refactored|updated|recent fixes|fixed|done"
        "|resolved|applied|accomplishments|"
        "transformation|results achieved|^after(?! \\w+ \\w+s$)(?! [^:]+: \\w)|after$|resolution|implementation summary|work completed"
    ),
    Role.BEFORE: "^before|before$|previously|old|original|legacy version|prior state|initial state|old code|original code"
    "|before refactoring",
    Role.INVENTORY: (
        "files reviewed|files? analy[sz]ed|reviewed files|file structure|directory structure|project structure|folder structure"
        "|code structure|repository structure|structure|"
        "inventory|location|locations|file|files|path|paths|where|module|modules|source|sources|key files|scope|code location"
        "|affected files|files involved|related files|files affected|components"
    ),
    Role.STATUS: (
        "status|current state|current status|current implementation|current code|current|as-is|existing|checklist|coverage|overview"
        "|summary|assessment|metrics|issue|problem|"
        "evidence|details|description|implementation|configuration|code example|code|state|readiness|compliance|observation|finding"
        "|verified"
    ),
    Role.OUTPUT: "output|result|results|benchmark results|console output|log output|terminal output|test results|test output",
}
_PRIORITY = (
    Role.MISSING,
    Role.PLAN,
    Role.EXAMPLE,
    Role.BEFORE,
    Role.CHANGES,
    Role.INVENTORY,
    Role.STATUS,
    Role.OUTPUT,
    Role.PROBLEMS,
    Role.STRENGTHS,
)
# Words that, beside a plan cue, say that the plan was carried out or that facts are told as well.
_DONE = re.compile(r"\b(implemented|completed?|applied|done|achieved|resolved|finished|delivered|followed|made|taken|✅)\b", re.I)
_YET_TO_BE = re.compile(
    r"\b(?:needs?|remains?|still|yet|left|what|tasks?|items?) (?:\w+ )?to (?:be|get) (?:done|fixed|completed|resolved|changed|added)\b"
)
_FACTS = re.compile(r"\b(?:issues?|findings?|problems?|concerns?|status|analysis|observations?|assessment|gaps?|review|current)\b", re.I)
_FIRM_FACTS = re.compile(r"\b(?:issues?|findings?|problems?|concerns?|status|analysis)\b", re.I)
_WISHES = re.compile(r"\b(?:recommend\w*|fix(?:es)?|suggest\w*|actions?|improvements?|next steps|solutions?|mitigations?)\b", re.I)
_FIRM_WISHES = re.compile(r"\b(?:recommend\w*|fix(?:es)?|suggest\w*|actions?|improvements?|solutions?)\b", re.I)
_JOINT = re.compile(r"&|\band\b|/|\+", re.I)
_MET = re.compile(r"(?<!not )(?<!to be )(?<!be )\b(?:met|satisfied|fulfilled)\b")
_TO_COME = re.compile(r"\((?:next steps?|planned|future|upcoming|proposed|roadmap|to[- ]?do|not started)\b[^()]{0,20}\)\W*$", re.I)
# "Practices to adopt", "Files to delete in phase 2": what is to be done; "commands to build" tell how.
_TO_DO = re.compile(r"^(?P<things>[^:]*\w)\s+to\s+(?P<verb>[a-z]+)(?:\s+(?:in|for|by|before|after|next|now|first|later|soon)\b.*)?$")
_MEANS = re.compile(r"\b(?:how|where|when|who|ways?|steps?|commands?|scripts?|instructions?|guides?|tools?|easy|ready|used|able|due|up)\b")
_DOING = frozenset(("make", "change", "remove", "turn", "consider"))
_REMAINING = re.compile(r"\b(?:remaining|left|to go)\b")
_UNDONE = re.compile(  # a heading's status: "WebSockets - NOT STARTED"
    r"(?:\s[-–—:]\s*|[\[(]\s*)\W*"
    r"(?:not\s+(?:yet\s+)?(?:started|implemented|done|begun|built)|to[- ]?do|planned|deferred|upcoming|coming soon|postponed)\W*$",
    re.I,
)
_REMARKS = re.compile(  # in code, and no list of what is to be done
    r"(?:\d+[.)]\s+)?(?:(?:number of|open|remaining) )?(?:todos?|fixmes?)(?:\s*/\s*\w+)*\s+"
    r"(?:comments?|markers?|annotations?|count|(?:items?\s+)?in\s+(?:the\s+)?(?:source|code\w*))\b",
    re.I,
)
_NOT_YET = re.compile(
    r"\bnot yet (?:migrated|moved|ported|converted|refactored|started|begun|deployed|released|shipped|built|wired)\b", re.I
)
_ESTIMATED = re.compile(r"\(\s*(?:~|est\.?:?\s*|effort:?\s*)?\d+\s*[-–]\s*\d+\s*(?:hours?|hrs?|h|days?|weeks?|wks?|sprints?)\s*\)", re.I)
_SOLUTION = re.compile(r"\bsolutions?\b", re.I)
_BUILT = re.compile(r"\b(?:architecture|design|overview|details|structure)\b", re.I)


@cache
def _pattern(role: Role) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{_CUES[role]})(?![\w-])", re.I)


def mixed(words: str) -> bool:
    """Whether a heading announces facts and wishes together: "Issues & Recommendations"."""
    return _in_order(words, _FACTS, _JOINT, _WISHES) or _in_order(words, _FIRM_WISHES, _JOINT, _FIRM_FACTS)


def _in_order(words: str, *patterns: re.Pattern[str]) -> bool:
    place = 0
    for pattern in patterns:
        match = pattern.search(words, place)
        if match is None:
            return False
        place = match.end()
    return True


@cache
def role_of(words: str) -> Role:
    """The role that a heading, lead-in or key announces; NEUTRAL when none or several at odds."""
    text = re.sub(r"\([^()]*\)", " ", words).strip(" :*#.-–—\t").lower()
    if not text or mixed(text) or _REMARKS.match(text):
        return Role.NEUTRAL
    if _NOT_YET.search(words) or _UNDONE.search(words):
        return Role.PLAN
    if _ESTIMATED.search(words) and not _DONE.search(words):
        return Role.PLAN
    if _is_to_do(text) and not _DONE.search(words):
        return Role.PLAN
    found = [(match.end() - match.start(), role) for role in _PRIORITY for match in _pattern(role).finditer(text)]
    if not found:
        return Role.PLAN if _TO_COME.search(words) else Role.NEUTRAL
    roles = {role for _, role in found}
    if _YET_TO_BE.search(text):
        return Role.PLAN
    if Role.PLAN in roles and _DONE.search(words):
        return Role.CHANGES
    if Role.EXAMPLE in roles and is_met(words):
        return Role.CHANGES  # "Acceptance criteria, all met"
    longest = max(length for length, _ in found)
    best = next(role for role in _PRIORITY for length, found_role in found if role is found_role and length == longest)
    if best is Role.INVENTORY and _REMAINING.search(text):
        return Role.NEUTRAL  # "6 modules remaining": what is above says whether they are to come, or were kept
    for strong in (Role.MISSING, Role.PLAN):
        # A plan cue as the head of the phrase ("Code Cleanup Recommendations") outweighs longer words before it.
        if strong in roles and best is not strong:
            ends = [match.end() for match in _pattern(strong).finditer(text)]
            starts = [match.start() for match in _pattern(strong).finditer(text)]
            if (ends and max(ends) == len(text)) or (
                starts
                and min(starts) == 0
                and (strong is Role.MISSING or text.startswith(("recommend", "proposed", "suggested", "planned")))
            ):
                return strong
    return best


def _is_to_do(text: str) -> bool:
    """Whether a heading in lower case names things, and what is to be done with them."""
    match = _TO_DO.match(text)
    return match is not None and not _MEANS.search(match["things"]) and bool(verb_classes(match["verb"]) & _DOING)


_IMPROVED = re.compile(r"^(?:\w+ )?improvements$", re.I)
_FIRM_PLAN = re.compile(r"\b(?:potential|possible|future|further|recommended|suggested|proposed|planned|needed)\b", re.I)
_WORK_DONE = re.compile(
    r"\b(?:refactor(?:ing)?|implementation|migration|clean-?up|moderni[sz]ation|optimi[sz]ation|consolidation|integration|upgrade|restructuring"
    r"|enhancements?|improvements?|changes?|fix(?:es)?)\s+(?:report|summary|complete[d]?|results?|notes?|log)\b|\b(?:completed?|done)\W*$",
    re.I,
)


_FIX = re.compile(r"^\W*(?:security |bug |critical |hot)?fix(?:es)?\b", re.I)
_MENDED = re.compile(r"^\W*(?:fixed|resolved|closed|addressed|mitigated|remediated|completed|applied)\b", re.I)


def role_of_heading(title: str, document: str, around: tuple[str, ...] = ()) -> Role:
    """The role of a heading below a title: a report of work tells of improvements that were made, a review of such to be made."""
    role = role_of(title)
    if role is not Role.PLAN or _FIRM_PLAN.search(title):
        return role
    if _FIX.match(title) and (_WORK_DONE.search(document) or any(map(_MENDED.match, around))):
        return Role.CHANGES
    return Role.CHANGES if _WORK_DONE.search(document) and (_IMPROVED.search(title.strip()) or may_be_built(title)) else role


def is_met(words: str) -> bool:
    """Whether a heading says of what it asks for that it is met."""
    return bool(_MET.search(words.lower()))


def may_be_built(words: str) -> bool:
    """Whether a heading is a plan's only by the word "solution", which those use as well who tell of what they built."""
    return bool(_SOLUTION.search(words)) and role_of(_SOLUTION.sub(" ", words)) is not Role.PLAN


def tells_of_design(words: str) -> bool:
    """Whether such a heading names a design, so that what stands below it in the present is how it is built, or is to be."""
    return may_be_built(words) and bool(_BUILT.search(words))


# An initial creation is no earlier state, an initial version is.
_STATES = "state|status|version|implementation|code(?:base)?|design|structure|score|value|count"
_SIDES = (
    (
        Side.BEFORE,
        re.compile(
            rf"^\W*(before|previous(ly)?|old|original|prior|was|replaces|supersedes|formerly|initial(?=\W*$|\W+(?:{_STATES})))\b", re.I
        ),
    ),
    (Side.AFTER, re.compile(r"^\W*(after|new|now|current|updated|refactored|post)\b", re.I)),
    # Chinese, Japanese, Korean, Russian, German, Spanish, Portuguese, French, Italian, Turkish, Vietnamese, Arabic
    (
        Side.BEFORE,
        re.compile(
            r"^\W*(?:(?:修复|修改|改进|改造|重构|优化|变更|調整|修正|変更|改善)前|之前|以前|旧版|(?:수정|변경|개선) 전|이전"
            r"|(?:до|было|раньше|прежде|vorher|zuvor|antes|avant|önce|trước|قبل)\b)",
            re.I,
        ),
    ),
    (
        Side.AFTER,
        re.compile(
            r"^\W*(?:(?:修复|修改|改进|改造|重构|优化|变更|調整|修正|変更|改善)[后後]|之后|现在|(?:수정|변경|개선) 후|이후"
            r"|(?:после|стало|теперь|nachher|danach|después|ahora|depois|agora|après|maintenant|dopo|sonra|بعد)\b)",
            re.I,
        ),
    ),
)


def side_of(words: str) -> Side:
    """Which of two snapshots a column header, key or code comment speaks of."""
    for side, pattern in _SIDES:
        if pattern.match(words):
            return side
    return Side.NOW


_HEAD = 200  # characters of a heading that are looked at: a rule of a million dashes is none
_REMOVED = re.compile(
    r"^\W*(?:[\w-]+ ){0,3}(?:removed|deleted)\W*$|^\W*(?:removed|deleted)\b|\(\s*\d+ lines? (?:removed|deleted)\s*\)", re.I
)


_CASE = re.compile(r"^\W*what (?:happens )?if\b.*\?\W*$", re.I)


def leads(words: str) -> bool:
    """Whether a line announces what follows it: "Files:", "What if there are none?"."""
    return words.rstrip().endswith((":", "：")) or bool(_CASE.match(words))


def code_side_of(words: str) -> Side:
    """Which of two snapshots the words above a block of code say it is of: "Dead code removed:" shows what was there."""
    return Side.BEFORE if _REMOVED.search(words[:_HEAD]) else side_of(words)


_MARKS = {
    **dict.fromkeys("✅✓✔☑🟢👍", Mark.YES),
    **dict.fromkeys("❌✗✘✖🚫⛔👎", Mark.NO),
    **dict.fromkeys("⚠🟡🟠🔶❗‼", Mark.WARNING),
    **dict.fromkeys("⏳🔄🚧⌛🔜🕐📝", Mark.PENDING),
    "🔴": Mark.WARNING,
}
_MARK = re.compile("[" + "".join(_MARKS) + "]")
_LEADING = re.compile("^[\\s\ufe0f\u200d]*[" + "".join(_MARKS) + "][\\s\ufe0f\u200d" + "".join(_MARKS) + "]*")
_TAIL = re.compile("[\\s\ufe0f\u200d" + "".join(_MARKS) + "]*")


def mark_of(text: str) -> tuple[Mark | None, int, int]:
    """A statement's check mark, and the (start, end) of the words between its marks."""
    leading = _LEADING.match(text)
    start = leading.end() if leading else 0
    tail = _TAIL.match(text[::-1])  # from the end: each place is looked at once
    end = max(start, len(text) - (tail.end() if tail else 0))
    trailing = _MARK.search(text, end)
    found = _MARK.search(text, 0, start) or trailing
    return (_MARKS[found[0]] if found else None), start, end if trailing else len(text)
