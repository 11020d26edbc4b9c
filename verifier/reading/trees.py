"""Directory trees drawn in a code block: box drawing, ASCII art or plain indentation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from verifier.reading.clause import TreeEntry
from verifier.reading.filenames import FILE_EXTENSIONS, FILE_NAMES
from verifier.reading.text import Text, TextBuilder

_ART = re.compile(r"^(?P<art>[\s│┃|├└┣┗╰─━\-+`\\*•]*(?:[├└┣┗╰]|[|+`\\]--)[─━\-\s]*)(?P<rest>.*)$")
_NAME = re.compile(r"(?P<name>[\w@.\-\[\]()*{},+$~/\\]*[\w\])*}/])")
_FRAME = re.compile(r"^(?:`|\*\*)+|(?:`|\*\*)+$")  # one star belongs to a glob
_FILE = re.compile(r"^[\w@.\-\[\]()+$~]+(?:/[\w@.\-\[\]()+$~]*)*$")
_ROOT = re.compile(r"^(?:/[\w@.\-+~]+)+/?$")  # a directory of the machine, or of the repository: what hangs below lies in it
_COMMENT = re.compile(r"\s+(?:#|//|--|–|—|←|<-|→|->|-|:|\()\s?|\s{2,}|\s+(?=[^\w\s./\[(])")
_GONE = re.compile(
    r"\b(deleted|removed|to (?:be )?(?:created?|added?|built?|build|implemented?|do)"
    r"|not copied|moved (?:to|out)|missing|does(?: not|n't) exist|planned"
    r"|future|todo|proposed|suggested)\b|🗑",
    re.I,
)
_REMARKED_ROOT = re.compile(r"^(?://+|#+|--)\s*(?P<path>[\w@.-]+(?:/[\w@.-]+)*/)\s*$")  # "// core/" above what is drawn in it
_MARKED_BEFORE = re.compile(r"[(\[](?:planned|proposed|future|todo|optional|missing|removed|deleted|to be \w+)[)\]]\s+", re.I)
_GLUED = re.compile(rf"^([\w@.-]+\.(?:{'|'.join(sorted(map(re.escape, FILE_EXTENSIONS)))}))(\([^()]*\))")  # "moon.py(NEW)"
_CROSS = "❌"
# What a cross stands for where a caption, a legend or the words above say it: that a file is absent, or something about one that is there.
_ABSENCE = re.compile(
    r"\b(?:missing|absent|deleted|removed|gone|lacking|planned|not (?:found|there|present|created|implemented|yet)|to be|non-?existent"
    r"|(?:do|does)(?: not|n't) exist)\b",
    re.I,
)
_PROPERTY = re.compile(
    r"\b(?:orphan\w*|unused|unreferenced|unreachable|dead|untested|uncovered|undocumented|deprecated|outdated|legacy|duplicat\w*|broken"
    r"|fail\w*|flaky|insecure|too (?:long|large|big)|violat\w*|without|(?:not|never|no longer) (?:\w+ )?(?:imported|used|referenced"
    r"|called|tested|covered|documented|compliant|migrated|converted|typed|formatted|needed|registered|wired))\b",
    re.I,
)
_LEGEND = re.compile(r"[❌✗✘]\s*(?:=|:|–|—|-|means\b)\s*(?P<words>\w.*)")
_NEW = re.compile(r"\b(new|created|added)\b|[🆕✨➕]", re.I)


def _is_group(rest: str) -> bool:
    """Whether an entry is words in brackets: "[other modules]"; what stands below it lies where it stands."""
    told = _COMMENT.split(rest.strip(), maxsplit=1)[0].strip()
    return told.startswith(("[", "(", "<")) and told.endswith(("]", ")", ">")) and " " in told


def looks_like_tree(lines: Sequence[str]) -> bool:
    """Whether a block's lines draw a directory tree: drawn names of which a good part look like files or folders."""
    drawn = [
        match["rest"] for line in lines if (match := _ART.match(line)) and (_name(match["rest"]) or match["rest"].strip() in {"...", "…"})
    ]
    filled = sum(1 for line in lines if line.strip() and line.strip(" │|"))
    if len(drawn) >= 2 and len(drawn) * 2 >= filled:
        files = sum(1 for rest in drawn if (name := _name(rest)).endswith("/") or re.search(r"\.\w{1,8}$", name) or name in FILE_NAMES)
        return files * 3 >= len(drawn)  # data models and call graphs are drawn alike
    return _looks_indented(lines)


def _looks_indented(lines: Sequence[str]) -> bool:
    filled = [line for line in lines if line.strip()]
    if len(filled) < 3 or not filled[0].split("#")[0].strip().endswith("/"):
        return False
    names = [line for line in filled if _FILE.match(_COMMENT.split(line.strip(), maxsplit=1)[0])]
    files = [line for line in names if re.search(r"\.\w{1,5}\b|/", line)]
    return len(names) == len(filled) and len(files) * 2 >= len(filled) and any(line[0] in " \t" for line in filled[1:])


_BLANKS = re.compile(r"^[\w@.-]+(?: [\w@.-]+){1,4}(?:/|\.(?P<extension>\w{1,8}))$")


def _name(rest: str) -> str:
    words = _COMMENT.split(_FRAME.sub("", rest.strip()), maxsplit=1)[0]
    blanks = _BLANKS.match(words)
    if blanks and (blanks["extension"] or "md").lower() in FILE_EXTENSIONS and not re.search(r"\.\w{1,5} |\s-", words):
        return words  # "field notes/"
    match = _NAME.match(_FRAME.sub("", rest.strip()))
    return match["name"] if match and all(match["name"].count(one) == match["name"].count(other) for one, other in ("()", "[]")) else ""


def read_tree(lines: Sequence[str], first: int, about: str = "") -> list[TreeEntry]:
    """The entries of a tree; `first` is the 1-based number of its first line, `about` the words above it.

    A name's parent is the nearest entry above that starts further left; a root line such as `src/` is the parent of all. Below a
    file nothing lies: what is drawn there (an import graph) are files anywhere.
    """
    entries: list[TreeEntry] = []
    legend = next((match["words"] for line in lines if not _ART.match(line) and (match := _LEGEND.search(line))), "")
    meaning = legend or (about if _PROPERTY.search(about) else "")
    slashed = any((match := _ART.match(line)) and _name(match["rest"]).endswith("/") for line in lines)
    graphs: set[str] = {_root_module(lines)} - {""}  # what is drawn below a file, or a module by its dotted name
    lost: set[str] = set()  # directories that are not there
    stack: list[tuple[int, str, str | None]] = []  # column where the name starts, path, path below a caption
    for offset, line in enumerate(lines):
        art = _ART.match(line)
        start = art.start("rest") if art else len(line) - len(line.lstrip())
        rest = line[start:]
        shift = len(re.match(r"(?:[`\s📁📂📄🗂️]|\*\*)*", rest)[0])  # type: ignore[index]
        start, rest = start + shift, rest[shift:]
        marked = _MARKED_BEFORE.match(rest)
        if marked:  # "(planned) cache/": the mark is said of the entry, as behind it
            rest = f"{rest[marked.end() :]} {marked[0].strip()}"
            start += marked.end()
        rest = _GLUED.sub(r"\1 \2", rest)
        remark = None if art or entries else _REMARKED_ROOT.match(rest)
        inset = remark.start("path") if remark else 0
        rest = rest[inset:]
        name = _name(rest)
        if not art and _LEGEND.search(line):
            continue
        if not art and rest.rstrip().endswith(":") and not _FILE.match(rest.strip()[:-1]):
            meaning, stack = legend or rest, []  # a caption of what follows
            continue
        if art and _is_group(rest):
            while stack and stack[-1][0] >= start:
                stack.pop()
            stack.append((start, stack[-1][1] if stack else "", None))
            continue
        if not name or (name.strip("./") == "" and name not in {"."}):
            continue
        if not art and not entries and not (_FILE.match(name) or _ROOT.match(name)):
            continue
        if art and (_is_caption(rest, name) or (slashed and _is_plain(name) and _groups(name, lines, offset, start))):
            while stack and stack[-1][0] >= start:
                stack.pop()
            stack.append((start, stack[-1][1] if stack else "", ""))  # what stands below it lies where it stands
            continue
        if not art and " " in (_COMMENT.split(rest.strip(), maxsplit=1)[0]):
            continue  # a caption, not a name
        while stack and stack[-1][0] >= start:
            stack.pop()
        _, parent, loose = stack[-1] if stack else (0, "", None)
        clean = name.replace("\\", "/").removeprefix("./").strip()
        directory = clean.endswith("/")
        graph = parent in graphs or _is_file(parent)
        parent = "" if graph else parent
        path = f"{parent}/{clean}" if parent else clean
        path = path.rstrip("/").replace("//", "/")
        below = None if loose is None else f"{loose}/{clean}".strip("/")
        number = first + offset
        tail = rest[len(name) :]
        gone = bool(_GONE.search(tail)) and not _moved_here(tail, path)
        crossed = _CROSS in tail and not _GONE.search(tail)
        otherwise = bool(meaning) and not _ABSENCE.search(meaning)
        if graph:
            graphs.add(path)
        entries.append(
            TreeEntry(
                path if path != "." else "",
                directory,
                *_noted(rest, name, number, start + inset),
                number,
                gone or (crossed and not otherwise) or parent in lost,
                bool(_NEW.search(tail)),
                below or "",
                graph or (crossed and otherwise) or " " in path,
            )
        )
        if entries[-1].gone and directory:
            lost.add(path)  # and with it what is drawn in it
        stack.append((start, "" if path == "." else path, below))
    return _mark_directories(entries)


def _moved_here(tail: str, path: str) -> bool:
    """Whether what a remark tells as moved was moved to where the entry stands: "all apps moved to src/" beside `src/admin/`."""
    moved = re.search(r"\bmoved\s+(?:in)?to\s+`?(?P<folder>[\w./-]+)", tail, re.I)
    return moved is not None and moved["folder"].strip("./") in path.split("/")[:-1]


def _root_module(lines: Sequence[str]) -> str:
    """The dotted module at the root of a drawing without files and folders: what hangs below is imported, not inside."""
    root = next((line.strip() for line in lines if line.strip()), "")
    drawn = [_name(match["rest"]) for line in lines if (match := _ART.match(line))]
    dotted = re.fullmatch(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+", root) is not None and not _is_file(root)
    return root if dotted and not any(name.endswith("/") or _is_file(name) for name in drawn) else ""


def _noted(rest: str, name: str, line: int, start: int) -> tuple[Text, Text]:
    """A name, which stands at a 0-based column, and what is said about it behind."""
    label, comment = TextBuilder(), TextBuilder()
    label.add_raw(rest[: len(name)], line, start + 1)
    tail = rest[len(name) :]
    lead = len(tail) - len(tail.lstrip(" \t`*#/-–—←<>:→("))
    comment.add_raw(tail[lead:].rstrip(" )") if "(" in tail[:lead] else tail[lead:].rstrip(), line, start + len(name) + lead + 1)
    return label.build(), comment.build()


_COUNTED = re.compile(r"^[A-Z][a-z]+ \(\d+ ")  # "Utilities (5 files)"
_WORD = re.compile(r"(?!\w*file$)[A-Z][a-z]{3,}")  # "Documentation   # 6 files"
_CAPTION = re.compile(r"^[^\s/.]+ +(?:&|[A-Za-z]+\b(?![./]))")


def _is_plain(name: str) -> bool:
    return "/" not in name and "." not in name


def _is_file(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name in FILE_NAMES or ("." in name.lstrip(".") and name.rpartition(".")[2].lower() in FILE_EXTENSIONS)


def _groups(name: str, lines: Sequence[str], row: int, start: int) -> bool:
    """Whether a plain name, where directories are drawn with a slash, is no file: it is a word, or something is drawn in it."""
    return bool(_WORD.fullmatch(name) and name not in FILE_NAMES) or _has_children(lines, row, start)


def _has_children(lines: Sequence[str], row: int, start: int) -> bool:
    """Whether the next name is drawn deeper. In a tree that ends directories with "/", one without is a caption."""
    for line in lines[row + 1 :]:
        art = _ART.match(line)
        if art:
            return art.start("rest") > start
    return False


def _is_caption(rest: str, name: str) -> bool:
    """Whether a line names a group ("Admin Dashboard (11 files)") rather than a file or directory."""
    if "/" in name or re.search(r"\.\w+$", name) or name in FILE_NAMES:
        return False
    return bool(_CAPTION.match(rest) or _COUNTED.match(rest)) or not re.match(r"^[\w@.\-\[\]()+$~*]+$", name)


def _mark_directories(entries: list[TreeEntry]) -> list[TreeEntry]:
    """An entry with entries below it is a directory, slash or not."""
    parents = {entry.path.rsplit("/", 1)[0] for entry in entries if "/" in entry.path}
    return [replace(entry, directory=entry.directory or entry.path in parents) for entry in entries if entry.path]
