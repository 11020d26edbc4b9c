"""Where a file, a class or the tests have what words tell of: names, titles of tests, docstrings, headings of documents."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.outline import Outline
from verifier.facts.symbols import Symbols
from verifier.model import Site
from verifier.repository.kinds import is_test
from verifier.shapes.markdown_sections import document

from .likeness import key, keys_of, named_so, telling_words, topic_words
from .quote_search import Search
from .words_in_code import Met, anywhere, around_a_line, in_a_definition, in_a_function

_TITLED = re.compile(r"^(?:it|test|describe|context|specify|scenario|bench|t\.Run)(?:\.\w+)*$", re.I)
# Of a fault, a wish or a part that is not there: what is named so is no sign that the words are true.
OTHERWISE = re.compile(
    r"\w+n['’]t\b|\b(?:no|not|never|none|neither|nor|cannot|missing|lacks?|lacking|without|unused|dead|broken|slow|leaks?|race|bugs?|issues?|fails?|failing|inefficient|unclear"
    r"|confusing|risk\w*|vulnerab\w+|wrong|incorrect|todo|needs?|should|could|would|must|remov\w+|deleted?|renam\w+|moved|old|former|legacy"
    r"|deprecated|duplicated|hard-?coded|unsafe|insecure|complex|too|instead|more|less|better|only|skipped|untested|fix\w*|refactor\w*)\b",
    re.I,
)
DOCUMENTS = (".md", ".mdx", ".markdown")
_SHORT = 4  # words of a heading that one word may stand for
SHOWN = 3
_MANY = 400  # test files that are searched


@dataclass(frozen=True, slots=True)
class Told:
    """`path`: the file that the words are about; `owner`: the class, or the function; neither: the tests, those of the part that
    `document` lies in."""

    words: str
    path: str = ""
    owner: str = ""
    document: str = ""
    around: str = ""  # the nearest heading
    listed: bool = False  # a list in brackets, of which each is somewhere


def is_document(path: str) -> bool:
    """Whether a path names a text with headings."""
    return path.lower().endswith(DOCUMENTS)


def sites_of(target: Told, paths: list[str], code: Codebase) -> list[Site]:
    """Where the words are met: in names and titles first, else in docstrings; of a document in its headings."""
    if is_document(target.path):
        return _closest_first(target, [site for path in paths for site in _headed(target, path, code)])
    outlines = Symbols.of(code.facts).outlines(paths)
    sites = _closest_first(target, [site for path in paths if path in outlines for site in _named(target, path, outlines[path])])
    return sites or [site for path in paths[:SHOWN] for site in _documented(target, path, code)]


def _closest_first(target: Told, sites: list[Site]) -> list[Site]:
    """Places in order of how few words their names have beside those that are told, and the headings around them."""
    wanted = keys_of(target.words) | keys_of(target.around)
    return sorted(
        sites, key=lambda site: (len(keys_of(site.code) - wanted), -len(keys_of(f"{site.path} {site.symbol}") & keys_of(target.around)))
    )


def met_of(target: Told, paths: list[str], code: Codebase) -> Met | None:
    """Where most of the words stand together; None for tests and documents, of which another word makes another test or section."""
    paths = [path for path in paths[:SHOWN] if not is_test(path)]
    if not (target.path or target.owner) or is_document(target.path) or not paths:
        return None
    if target.listed:
        return anywhere(target.words, paths, code)
    if target.owner:
        places = [place for place in Symbols.of(code.facts).find(target.owner).places if place.path in paths]
        return in_a_definition(target.words, places[0], code) if len(places) == 1 else None
    return in_a_function(target.words, paths, code) or around_a_line(target.words, paths, code)


def files_of(target: Told, symbols: Symbols, code: Codebase, within: tuple[str, ...]) -> list[str]:
    if target.path:
        found = [path for path in code.index.resolve(target.path, within).matches[:SHOWN] if path in code.index.entries]
        return [path for path in found if is_test(path) or not is_test(target.path)]
    if target.owner:
        return list(dict.fromkeys(place.path for place in symbols.find(target.owner).places))[:SHOWN]
    return _near([path for path in symbols.files if is_test(path)], target.document, code)[:_MANY]


def _near(tests: list[str], document: str, code: Codebase) -> list[str]:
    """The tests that lie beside the report, or beside a directory around it: a package's report tells of its own."""
    directory = code.index.directory_of(document) if document else None
    while directory:
        if own := [path for path in tests if path.startswith(f"{directory}/")]:
            return own
        directory = posixpath.dirname(directory)
    return tests


def _named(target: Told, path: str, outline: Outline) -> Iterator[Site]:
    """Definitions whose name, with that of their class, and titles of tests whose text has the words."""
    for one in outline.definitions:
        if target.owner and target.owner not in one.qualified.split("."):
            continue
        if not (target.path or target.owner) and not re.match(r"[Tt]est", one.name):
            continue  # a heading of tests is about tests, not about what helps them
        own, around = keys_of(one.name), keys_of(one.qualified)
        if _so(target.words, own) or (len(own & _keys(target.words)) > 1 and _so(target.words, around)):
            yield Site(path, one.qualified, one.name, one.line, one.line)
    for call in outline.calls:
        if _TITLED.match(call.callee) and call.arguments and _so(target.words, keys_of(call.arguments[0])):
            yield Site(path, "", call.arguments[0].strip("'\"`"), call.line, call.line)


def _headed(target: Told, path: str, code: Codebase) -> Iterator[Site]:
    """Headings that have all the words of a topic; one of a single word only where the heading is short."""
    wanted = {key(word) for word in topic_words(target.words)}
    for line, _, title in (text.starts if (text := document(code, path)) else ())[1:]:
        words = [key(word) for word in topic_words(title)]
        if wanted and wanted <= set(words) and (len(wanted) > 1 or len(words) <= _SHORT):
            yield Site(path, title, title, line + 1, line + 1)


def _so(words: str, name: frozenset[str]) -> bool:
    """Whether a name has the words of a phrase, and those that turn its sense round above all."""
    return named_so(words, name) and {key(word.lower()) for word in OTHERWISE.findall(words)} <= name


def _documented(target: Told, path: str, code: Codebase) -> Iterator[Site]:
    """Lines of docstrings that have all the words; two of them together. Of what has a name, only its own."""
    wanted = [key(word) for word in telling_words(target.words)]
    places = Symbols.of(code.facts).find(target.owner).places if target.owner else ()
    own = [place.definition for place in places if place.path == path]
    for line, text in Search.of(code).tokens(path).docstrings:
        if target.owner and not any(one.line <= line <= one.end_line for one in own):
            continue
        words = [key(word) for word in telling_words(text)]
        together = len(wanted) > 2 or any(words[at : at + 2] == wanted for at in range(len(words)))
        if together and set(wanted) <= set(words):
            yield Site(path, "", text, line, line)


def _keys(text: str) -> frozenset[str]:
    return keys_of(" ".join(telling_words(text)))
