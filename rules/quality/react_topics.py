"""What reports say about React, and what of a file's traces shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from verifier.facts.react import Trace

HOOKS = (
    "useState useEffect useContext useReducer useCallback useMemo useRef useImperativeHandle useLayoutEffect useDeferredValue "
    "useTransition "
    "useId useSyncExternalStore useInsertionEffect useOptimistic useActionState useFormStatus"
).split()


@dataclass(frozen=True, slots=True)
class Topic:
    """`good` and `bad` are (kind, name pattern) of the traces that show it and that speak against it.

    `bad` contradicts only what is said of all. `exact`: none at all contradicts that it is there.
    """

    name: str
    said: re.Pattern[str]
    good: tuple[tuple[str, str], ...]
    bad: tuple[tuple[str, str], ...] = ()
    exact: bool = False
    every: bool = False  # said of all even without "all"
    opposite: str = ""  # the topic that a negation affirms


def _topic(name: str, said: str, good: str, bad: str = "", exact: bool = False, every: bool = False, opposite: str = "") -> Topic:
    def pairs(text: str) -> tuple[tuple[str, str], ...]:
        return tuple((kind, pattern) for kind, _, pattern in (part.partition(":") for part in text.split()))

    return Topic(name, re.compile(said, re.I), pairs(good), pairs(bad), exact, every, opposite)


TOPICS = (
    _topic("class components", r"\bclass(?:-based)? components?\b", "class:.*", exact=True),
    _topic("function components", r"\bfunction(?:al)? (?:react )?components?\b", "function:.*", "class:.*"),
    _topic(
        "cleanup in effects",
        r"\bclean(?:s|ed|ing)?[- ]?ups?\b.{0,40}\b(?:use(?:Layout)?Effects?|effects?|effect hooks?|hooks?)\b"
        r"|\b(?:use(?:Layout)?Effects?|(?<!side )effects?|effect hooks?)\b.{0,30}\bclean(?:s|ed|ing)?[- ]?ups?\b",
        "effect:cleanup",
        "effect:leak",
    ),
    _topic(
        "missing dependencies",
        r"\b(?:missing|incomplete|incorrect|wrong)\b.{0,25}\b(?:dependency arrays?|(?:hook|effect|useEffect|useCallback|useMemo) "
        r"dependencies|dependencies in (?:use\w+|hooks?|effects?))\b",
        "dependencies:.+",
    ),
    _topic(
        "dependency arrays",
        r"\b(?:proper|correct|complete|exhaustive|right|accurate|valid|all)(?:ly)?\b.{0,20}\b(?:dependency arrays?|(?:hook|effect|"
        r"useEffect|useCallback|useMemo) dependencies)\b"
        r"|\bdependency arrays? (?:are |is )?(?:proper|correct|complete|exhaustive|accurate)\w*",
        "dependencies:^$",
        "dependencies:.+",
        every=True,
    ),
    _topic(
        "index keys", r"\b(?:array )?ind(?:ex|ices|exes)\b.{0,12}\b(?:as|for)\b.{0,12}\bkeys?\b|\bindex keys?\b", "list:index", exact=True
    ),
    _topic(
        "missing keys", r"\bmissing\b.{0,15}\bkeys? props?\b|\bmissing keys? (?:in|on|for)\b.{0,15}\b(?:lists?|map|items?)\b", "list:none"
    ),
    _topic(
        "keys in lists",
        r"\bkey props?\b|\b(?:(?:unique|proper|stable|correct) )?keys? (?:props? )?(?:in|for|on|used in) (?:\w+ ){0,2}(?:lists?|list "
        r"items?|list rendering|mapped \w+|loops?)\b"
        r"|\blists? (?:items? )?(?:have|has|with|use|uses) (?:\w+ ){0,2}keys?\b|\blist (?:item )?keys\b",
        "list:key|index",
        "list:none",
    ),
    _topic(
        "controlled components",
        r"(?<!un)\bcontrolled (?:form )?(?:components?|inputs?|forms?|form elements?)\b",
        "input:^controlled",
        "input:uncontrolled",
    ),
    _topic("uncontrolled inputs", r"\buncontrolled (?:form )?(?:components?|inputs?|forms?)\b", "input:uncontrolled"),
    _topic(
        "error boundary",
        r"\berror[- ]?boundar(?:y|ies)\b",
        r"boundary:errorElement element:(?:^|\.)\w*Error\w*Bound[a]?ry$ file:error",
        exact=True,
    ),
    _topic("React context", r"\b(?:React(?:'s)? Context|Context API|createContext)\b", "call:createContext hook:^useContext$", exact=True),
    _topic(
        "context",
        r"\bcontext providers?\b|\bcontexts? (?:is used |used )?for (?:\w+ ){0,2}(?:state|auth\w*|theme|user|settings)\b",
        "call:createContext",
    ),
    _topic("React.lazy", r"\bReact\.lazy\b", "call:^lazy$", exact=True),
    _topic("Suspense", r"\bSuspense\b(?: boundar(?:y|ies))?", r"element:(?:^|\.)Suspense$", exact=True),
    _topic(
        "lazy loading of components",
        r"\blazy[- ]load(?:s|ed|ing)?\b.{0,12}\b(?:components?|routes?|pages?|modals?)\b|"
        r"\b(?:components?|routes?|pages?) (?:are |is )?lazy[- ]loaded\b|\bcode[- ]splitting\b",
        "call:^(?:lazy|dynamic|loadable)$",
    ),
    _topic("React.memo", r"\bReact\.memo\b", "call:^memo$", exact=True),
    _topic("memoised components", r"\bmemoi[sz](?:ed|ation of|ing) (?:\w+ )?components?\b|\bcomponent memoi[sz]ation\b", "call:^memo$"),
    _topic("forwardRef", r"\bforwardRef\b", "call:^forwardRef$", exact=True),
    _topic("portals", r"\bReact portals?\b|\bcreatePortal\b", "call:^createPortal$"),
    _topic("custom hooks", r"\bcustom (?:React )?hooks?\b", "custom:.*"),
    _topic(
        "hooks for state",
        r"\b(?:React )?hooks for (?:\w+ )?state\b|\bstate (?:is )?(?:managed|management|handled) (?:with|via|"
        r"using|through) (?:React )?hooks\b",
        "hook:^use(?:State|Reducer)$",
    ),
    _topic("refs", r"\bref usage\b|\brefs? (?:are |is )?used for\b|\b(?:uses?|using) (?:React )?refs\b", "hook:^useRef$ call:createRef"),
    *(_topic(hook, rf"\b{hook}\b", f"hook:^{hook}$", exact=True) for hook in HOOKS),
)
BY_NAME = {topic.name: topic for topic in TOPICS}


# Where the words stand although no trace shows the topic, its absence is not sure: a slip in a file may hide it.
WORDS = {topic.name: topic.name.rpartition(".")[2] for topic in TOPICS if topic.exact} | {
    "error boundary": "[Ee]rror-?[Bb]oundary|componentDidCatch|getDerivedStateFromError",
    "React context": "createContext|useContext",
    "class components": r"extends\s+(?:React\.)?(?:Pure)?Component",
    "index keys": "index",
}


def shown(trace: Trace, pairs: tuple[tuple[str, str], ...]) -> bool:
    return any(trace.kind == kind and re.search(pattern, trace.name) for kind, pattern in pairs)
