"""What a run writes and where: one format to standard output or a file, or several, each to a file of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from verifier.commands.messages import Problem, say
from verifier.output.formats import FORMATS
from verifier.output.sink import OutputError, Sink

if TYPE_CHECKING:
    from verifier.commands.inputs import Input


@dataclass(frozen=True, slots=True)
class Target:
    """A format and the file that it is written to; None is standard output."""

    format: str
    file: str | None = None


def targets(main: Target | None, named: Sequence[str]) -> tuple[Target, ...]:
    """What `--output` names (FORMAT or FORMAT:FILE), behind what the other options ask for. Raises Problem."""
    found = ([main] if main else []) + [_target(text) for text in named]
    places = [os.path.realpath(target.file) if target.file else "" for target in found]
    for number, place in enumerate(places):
        if place in places[:number]:
            one, other = found[places.index(place)].format, found[number].format
            where = found[number].file or "standard output"
            raise Problem(f"{one} and {other} would both be written to {where}; --output FORMAT:FILE gives each a file of its own")
    return tuple(found)


def _target(text: str) -> Target:
    name, colon, file = text.partition(":")
    if name not in FORMATS:
        near = get_close_matches(name, FORMATS, 1)
        meant = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(FORMATS)}"
        raise Problem(f"--output: no format is named '{name[:60]}'; {meant}")
    if colon and not file:
        raise Problem(f"--output {text}: no file is named behind the colon")
    return Target(name, file if file != "-" else None) if colon else Target(name)


@contextmanager
def opened(found: Sequence[Target], inputs: Sequence[Input], beside: bool = False) -> Iterator[tuple[Sink, ...]]:
    """A sink for each, all committed when all went well; else what was made is kept beside earlier files. Raises Problem.

    `beside`: standard output is a corrected report's, so what would go there goes to standard error.
    """
    sinks: list[Sink] = []
    try:
        for target in found:
            sinks.append(_sink(target, inputs, beside))
        yield tuple(sinks)
        for sink in sinks:
            sink.commit()
    except OutputError as error:
        for sink in sinks:
            sink.abandon()
        raise Problem(str(error)) from error
    except BaseException:
        for sink in sinks:
            if partial := sink.abandon():
                say(f"what was finished is in {partial}")
        raise


def _sink(target: Target, inputs: Sequence[Input], beside: bool) -> Sink:
    path = Path(target.file) if target.file else None
    if path is not None and any(Path(item.path).exists() and path.exists() and path.samefile(item.path) for item in inputs):
        raise Problem(f"can't write {path}: it is the report itself")
    sink = Sink(path, beside)
    if target.format != "text":  # what programs read is UTF-8, wherever it goes
        sink.text_encoding = "utf-8"
    return sink
