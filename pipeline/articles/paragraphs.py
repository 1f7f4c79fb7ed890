"""Text to paragraphs: Unicode, white space, line breaks that are only line breaks.

Belongs here: what is the same for every text whatever it says. Does not belong here: which paragraphs are noise
(boilerplate).
"""

from __future__ import annotations

import html
import re
import unicodedata
from itertools import pairwise

_BLANK = re.compile(r"\n[ \t]*\n+")
_SPACES = re.compile(r"[ \t]+")
# Zero-width characters, direction marks and soft hyphens split words that a reader sees whole.
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]")
_SPACE_LIKE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BREAKS = re.compile("\r\n?|[\u2028\x85\x0b]")
_ENTITY = re.compile(r"&(?:amp|quot|apos|nbsp|lt|gt|[lr][sd]quo|[mn]dash|hellip|#\d{2,5}|#x[0-9a-fA-F]{2,5});")
_ENDS = re.compile(r"[.!?…:;][\"'”’)\]]*$")
_ITEM = re.compile(r"^\s*(?:[-*•‣▪●–—]\s|\d{1,2}[.)]\s)")


def normal(text: str) -> str:
    """NFC text with plain spaces and line feeds and without control or invisible characters; entities left over are
    resolved."""
    if _ENTITY.search(text):
        text = html.unescape(text)
    text = _BREAKS.sub("\n", text).replace("\u2029", "\n\n").replace("\x0c", "\n\n")
    text = _CONTROL.sub(" ", _SPACE_LIKE.sub(" ", _INVISIBLE.sub("", text)))
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """`text` normalised to a single line."""
    return " ".join(normal(text).split())


def blocks(text: str) -> list[list[str]]:
    """Blocks of lines parted by empty lines; lines are trimmed, empty ones gone. `text` must be normal."""
    found = []
    for block in _BLANK.split(text):
        lines = [line for raw in block.split("\n") if (line := _SPACES.sub(" ", raw).strip())]
        if lines:
            found.append(lines)
    return found


def join_wrapped(lines: list[str]) -> list[str]:
    """Paragraphs of one block: lines broken only to fit a width are joined, others stay paragraphs of their own.

    Wrapped are lines that end in the middle of a sentence at about the same width while the next begins no new list
    item.
    """
    if len(lines) < 2:
        return list(lines)
    widest = max(len(line) for line in lines)
    paragraphs = [lines[0]]
    for before, line in pairwise(lines):
        next_word = len(line.split(maxsplit=1)[0])
        full = len(before) + 1 + next_word > widest - 2 or len(before) >= 0.75 * widest
        goes_on = 40 <= widest <= 100 and full and not _ITEM.match(line)
        unfinished = before[-1] in ",-–" or (before[-1].isalnum() and line[0].islower())
        if (goes_on and (unfinished or not _ENDS.search(before) or _mostly_full(lines, widest))) or (
            unfinished and line[0].islower()
        ):
            paragraphs[-1] = f"{paragraphs[-1]} {line}"
        else:
            paragraphs.append(line)
    return paragraphs


def _mostly_full(lines: list[str], widest: int) -> bool:
    """Whether a block looks wrapped at a width: every line but the last is nearly as long as the longest."""
    return len(lines) > 2 and all(len(line) >= 0.7 * widest for line in lines[:-1])
