"""The last message of a transcript: JSON Lines, of which only the end is read, since a long session's has hundreds of megabytes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from verifier.agents.files import regular

END_BYTES = 4_000_000
"""What is read of a transcript; the last message is among its last lines."""


def last_message(path: str) -> str:
    """What the agent said last in its turn, "" where it said nothing. Raises OSError and ValueError."""
    with regular(Path(path).expanduser()) as file:
        size = os.fstat(file.fileno()).st_size
        file.seek(max(0, size - END_BYTES))
        data = file.read(END_BYTES)
    lines = data.split(b"\n")
    return _last_of(_records(lines if size <= END_BYTES else lines[1:]))


def _records(lines: list[bytes]) -> Iterator[Mapping[str, object]]:
    """What the lines hold, the last one first; a line that is cut off or damaged holds nothing."""
    for line in reversed(lines):
        try:
            record = json.loads(line) if line.strip() else None
        except (ValueError, RecursionError):
            continue
        if isinstance(record, dict) and not record.get("isSidechain") and not record.get("isMeta"):
            yield record


def _last_of(records: Iterator[Mapping[str, object]]) -> str:
    """The texts of the last message: it may take several lines, one for each of its blocks, all with the message's id."""
    texts: list[str] = []
    name: object = None
    for record in records:
        message = record.get("message")
        if not isinstance(message, dict):
            continue
        content = message.get("content")
        if record.get("type") == "assistant":
            if texts and (name is None or message.get("id") != name):
                break
            if text := _text_of(content):
                texts.insert(0, text)
                name = message.get("id")
        elif record.get("type") == "user" and _text_of(content):
            break  # what stands before was said in an earlier turn
    return "\n\n".join(texts)


def _text_of(content: object) -> str:
    if isinstance(content, str):
        return content
    blocks = content if isinstance(content, list) else []
    texts = [block.get("text") for block in blocks if isinstance(block, dict) and block.get("type") == "text"]
    return "\n\n".join(text for text in texts if isinstance(text, str) and text.strip())
