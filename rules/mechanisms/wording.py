"""Words that tell a use from praise, an event, a measurement or a process: data, told apart by where they stand."""

from __future__ import annotations

import re

# Judged by rules of their own, told only as opinion, or weaknesses whose presence no name shows.
NOT_HERE = frozenset(
    """unit-tests integration-tests e2e-tests type-hints exception-handling sql-injection xss n-plus-one clean-architecture microservices
    monorepo seo accessibility mvc parallel-execution environment-config authentication authorization message-queue agents logging
    es-modules responsive-design tree-shaking resource-cleanup benchmarks render vercel aws azure google-cloud
    https typescript-strict""".split()
)
# Said to be used, these are weaknesses, or take in everything; only their absence is a claim of this rule.
WEAKNESSES = frozenset("eval wildcard-imports global-state raw-sql f-strings monitoring".split())
GRADES = (
    "an?|the|its|their|our|this|these|all|any|each|every|some|of|and|or|is|are|was|were|be|been|being|has|have|having|with"
    "|without|via|through|using|uses?|used|usage|utili[sz]es|employs?|implements?"
    "|implemented|implementing|implementation|supports?|supported|support|includes?|including|included|provides?|provided"
    "|features?|leverages?|leveraging|adopts?|integrates?|integrated|integration|built|powered|backed"
    "|based|relies|on|in|by|for|to|at|as|from|into|across|throughout|follows?|applies|applied|configured|configuration"
    "|configurable|enabled|enables|place|present|available|exists?|required|set|setup|up|working|works"
    "|proper|properly|excellent|comprehensive|robust|good|great|solid|clean|clear|well|structured|effective|efficient"
    "|efficiently|advanced|modern|full|fully|complete|completely|strong|simple|basic|custom|consistent|correct|correctly"
    "|sophisticated|elegant|thoughtful|appropriate|production|enterprise|grade|ready|real|time|professional|smart"
    "|intelligent|beautiful|nice|extensive|active|automatic|automated|dedicated|native|built-in|dynamic|multiple|several"
    "|visible|currently|current|yet|existing|mechanisms?|patterns?|strategy|strategies|logic|layers?|system|systems|approach"
    "|technique|techniques|design|designs|architecture|solution|framework|library|libraries|technology|tool|tooling"
    "|handling|handler|handlers|management|service|services|application|app|apps|project|code|codebase|stack|module|modules"
    "|component|components|feature|functionality|capabilities|capability|operations?|processing|process"
    "|distributed|state|storage|definitions?|routing|access|no|not|missing|lacks?|lacking|absent|absence|none|never|zero"
    "|doesn|does|do|don|isn|aren|t|there|it|found|implemented|centralized|centralised|proper|new|main|own|only|also|both"
    "|over|e|g|etc|best|practices?|use|uses|usage|type|types"
)
EMPTY = re.compile(rf"(?:{GRADES})", re.I)
WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")
DENIED_BEFORE = re.compile(
    r"\b(?:no|missing|lacks?|lacking|without|absence of|absent|(?:does|do|did)(?:n['’]t| not) (?:\w+ )?(?:have|use|implement"
    r"|support|include|employ|provide|contain)|(?:is|are)(?:n['’]t| not) (?:using|any)"
    r"|not using|never uses?|zero|free of|not implemented)\b[\s:]*(?:\w+[\s/-]+){0,4}$",
    re.I,
)
DENIED_BEHIND = re.compile(
    r"^[\s\w/-]{0,40}?\b(?:(?:is|are|was|were|has been)\s+)?(?:currently\s+|completely\s+|entirely\s+|still\s+)?(?:missing"
    r"|absent|lacking|nonexistent|not (?:yet |currently )?(?:implemented|configured|present|found|used|enabled|set up"
    r"|in place|available|included|visible|provided"
    r"|supported|integrated|added|applied)|isn['’]t (?:implemented|configured|used|enabled|in place)|aren['’]t (?:implemented"
    r"|configured|used|enabled|in place)|does(?:n['’]t| not) exist|do(?:n['’]t| not) exist|none)\b|^\s*[:–—-]\s*(?:none|no(?!\s+\w)"
    r"|missing|absent|not (?:implemented|configured|present|found))\b",
    re.I,
)
# "a reference to non-existent modules": of what is not there it is not said that it is used, nor that the project lacks it.
UNREAL = re.compile(r"\b(?:non-?existent|non-?existing|undefined|bogus|imaginary|hallucinated|fictitious)\s+(?:\w+,?\s+){0,3}$", re.I)
DENIES = re.compile(r"^\W*(?:no|missing|lacks?|lacking|without)\b", re.I)
PROCESS = re.compile(
    r"\b(?:streams|persists|opens?|closes|stores|receives|appends|sends|returns|routes|encapsulates|refreshes|goes|go"
    r"|notifies|broadcasts|expires|falls|scans|emits|publishes|reads|writes|updates|deletes|creates|loads"
    r"|fetches|queries|connects|disconnects|accepts|rejects|blocks|passes|calls|triggers|runs|executes|processes|converts"
    r"|parses|checks|validates|verifies|enforces|detects|tracks|records|logs|caches|bypasses|breaks|causes|leads"
    r"|makes|takes|gets|sets|keeps|holds|shows|displays|renders|handles|manages|controls|coordinates|inherits|extends|wraps"
    r"|mixes|ignores|skips|leaks|exposes|accesses|accessing|imports|importing|needs|affects?|fails|retries|moves|may|can"
    r"|becomes|depends|requires|serves|acts|marks|catches|maps|starts|stops|waits|registers|subscribes|joins|generates"
    r"|produces|consumes|builds|merges|sorts|filters|computes|calculates|applies|injects|resolves|replaces|go"
    r"|goes)\s+(?!for\b|on\b|of\b|in\b|at\b|and\b|with\b|via\b|[,;:)])\w",
)
HAPPENS = re.compile(
    r"^\s*(?:opens?|closes|expires?|fails?|crashes|triggers?|reconnects|restarts|kicks in|trips)\b|\bfirst\b.*\bthen\b|^\W*then\b", re.I
)
PURPOSE = re.compile(
    r"(?<!\s)\s+(?:to\s+(?:prevent|avoid|reduce|ensure|improve|handle|allow|enable|support|detect|protect|limit|minimi[sz]e"
    r"|optimi[sz]e|keep|make)|prevents?|reduces?|ensures?|ensuring|allows?|allowing|enables?|enabling|catches|improves?"
    r"|improving|avoids?|limits|minimi[sz]es|guarantees?|helps?|increases|saves|simplifies|makes|preventing|reducing|so that"
    r"|which)\b",
    re.I,
)
EVENT = re.compile(
    r"^\s*(?:(?!(?:for|in|of|on|with|via|and)\b)\w+\s+){0,2}(?:down|lost|loss|crash\w*|disconnect\w*|exceeded|detected"
    r"|failures?|failed|fails|outage|overload\w*|unavailable|issues?|problems?|risks?|vulnerabilit\w+|errors?|bugs?"
    r"|bottlenecks?|overhead|latency|throughput|performance|documentation|docs"
    r"|comparison|migration|costs?|edge cases|scenarios?|scalability|uptime|resolved|fixed|specialists?|engineers?"
    r"|developers?|experts?|experience|best practices|knowledge|dashboards?|deployment|typing|types|documented|version"
    r"|versions|upgrade|alternative|learning|coverage|url|urls|port|host|password|reviews?|audits?|assessments?)\b",
    re.I,
)
VS = re.compile(
    r"\b(?:vs\.?|versus|instead of|rather than|as opposed to|unlike|compared to|migrat\w+ from|replaced|replaces|removed"
    r"|formerly|no longer|deprecated)\b",
    re.I,
)
SPLIT = re.compile(r"\s*(?:,|;|\s\+\s|\s&\s|\s/\s|\b(?:and|or|plus)\b)\s*", re.I)
UNIVERSAL = re.compile(
    r"\b(?:all|every|each|everywhere|consistent(?:ly)?|always|throughout|across the|at every|entire(?:ly)?|fully|100\s?%|any)\b", re.I
)
# Begins what is said of each of several things.
EACH = re.compile(r"^\W*(?:all|both|every|each)\b(?!\s+(?:of\s+)?(?:this|that|in all))", re.I)
HEDGED = re.compile(
    r"\b(?:ready|prepared|planned|partial(?:ly)?|some|mostly|largely|limited|could|can|may|might|would|should|optional(?:ly)?"
    r"|if|appears?|seems?|likely|possibl[ey]|potential(?:ly)?|appropriate|possible|necessary|needed|implied|where|simulated"
    r"|mock(?:ed)?)\b",
    re.I,
)
OPINION = re.compile(
    r"^\W*(?:excellent|good|great|beautiful|nice|outstanding|exceptional|impressive|perfect|textbook|solid|clean|strong|poor"
    r"|weak|bad)\s+(?:use|usage|understanding|application|knowledge)?\b",
    re.I,
)
JUDGED = re.compile(  # what is said of a choice, and not that it was made: "Next.js adds complexity"
    r"\b(?:adds?|brings?|introduces?|creates?|causes?|means|implies)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:complexity|overhead|burden|friction|costs?|risks?|bloat|boilerplate|value|benefits?|lock-in)\b",
    re.I,
)
GRADED = re.compile(
    r"^\W*(?:proper|properly|comprehensive|excellent|good|great|robust|solid|clean|correct|appropriate|strong|extensive"
    r"|consistent|full|complete|well[- ]\w+|effective|thorough|perfect)\b",
    re.I,
)
VAGUE_HEAD = re.compile(
    r"\b(?:usage|use|configuration|handling|practices?|typing|definitions?|setup|design|architecture|understanding|quality)\W*$", re.I
)
VERDICT = re.compile(
    r"^[\W\d]*(?:\(?\s*(?:excellent|outstanding|exceptional|perfect|great|very good|good|fair|poor|secure|robust|solid|strong"
    r"|weak|textbook|complete|comprehensive|well[- ]\w+|(?:production|enterprise)[- ](?:grade|ready)|best[- ]in[- ]class"
    r"|[A-F][+-]?)\s*(?:implementation)?\)?)?[\W\d]*$",
    re.I,
)
PRAISE = re.compile(
    r"^\W*(?:score|rating|grade|verdict|secure|scalable|production[- ]ready|maintainable|robust|reliable|performant|modern"
    r"|clean|enterprise[- ]\w+)\b[\s*]*:",
    re.I,
)
MEASURED = re.compile(
    r"\d\s?(?:ms|msec|s|sec|secs?|seconds?|%|[kmg]b|req|msg|rps|tps|qps|requests?|messages?|connections?|conn)\b(?!\w)"
    r"|\bper (?:second|minute|hour)\b|\d/(?:min|sec|hour|s)\b",
    re.I,
)
PLACING = re.compile(r"\b(?:in|of|on|for|from|about|across|to|between|against)\s+(?:the\s+|a\s+|all\s+|our\s+)?$", re.I)
# "Vitest is configured but not used": there, and yet missing.
THERE_BUT = re.compile(
    r"\b(?:configured|installed|exists?|defined|present|available|imported|listed|declared|set up|there)\b[^.;]*"
    r"\b(?:but|yet|though|however)\b",
    re.I,
)
USE_OF = re.compile(r"\b(?:use|usage|adoption|implementation|integration|support|application)\s+(?:of|for)\b", re.I)
IO = re.compile(r"\bI/O\b|\benforced\b", re.I)
ABBREVIATED = frozenset(("WS", "WSS"))
MEASURES = frozenset(
    "ms millisecond second minute hour day week month % byte kb mb gb kib mib connection request user rps message line".split()
)
NUMBERED = re.compile(r"\W*[A-Z]{1,5}-?\d+\W*")  # a row's own number, such as S3: no technology
OWN_NUMBER = re.compile(r"\W*(?P<series>[A-Z]{1,5})-?\d+\b")
NOT_WANTED = re.compile(r"^\W*(?:\w+\s+){0,2}(?:(?:is|are|was|were)\s+)?(?:required|needed|necessary|expected|involved)\b", re.I)
LABEL_COLUMNS = re.compile(
    r"^\W*(?:metric|scenario|failure|risk|issue|problem|test|phase|task|priority|category|aspect|recommendation|bottleneck"
    r"|threat|question|criterion|criteria|gap|action|service|step)\b",
    re.I,
)


SAYS_SO = re.compile(r"\b(?:uses?|using|used|passed|stored|sent|relies|implemented|configured|enabled|hardcoded|via|with)\b", re.I)
SOFT = frozenset("async-await typescript react react-hooks interfaces input-validation monitoring middleware".split())
# What a technology of a family always is or serves, so that the word narrows nothing.
SORTS = {
    "web": frozenset("http server web rest backend".split()),
    "frontend": frozenset("frontend ui web client interface".split()),
    "data": frozenset("database relational persistence persistent datastore".split()),
    "testing": frozenset("test tests testing suite runner".split()),
}
# Nouns of which code is full: alone they say nothing of a pattern.
COMMON = re.compile(
    r"(?:adapter|registr(?:y|ie)|middleware|observer|supervisor|facade|decorator|singleton|toast|embedding|proxy|factory|interface"
    r"|generic|enum|comprehension|heartbeat|webhook|fixture|scheduler|semaphore|generator|container|manifest|checkpointer)s?",
    re.I,
)
LACKS = re.compile(r"\b(?:no|missing|lacks?|lacking|without|absence of|zero|free of)\b", re.I)
# A denied noun has a complement of its own.
PARTED = re.compile(r"\b(?:to|for|of|in|on|from|about|that|which|between|against)\s+(?:\w+[\s/-]+)*$", re.I)
