"""Sentence boundaries by rule, without a parser, fast enough to run over everything.

Belongs here: where sentences begin and end in clean text. Does not belong here: whether a sentence is worth parsing
(the sentence filter), tokens, grammar.
"""

from __future__ import annotations

import re
from itertools import pairwise

MAX_WORDS = 200
# Abbreviations that a name, a number or more of the same phrase nearly always follows: a stop after them ends nothing.
_NEVER = frozenset(
    str.split("""
        mr mrs ms messrs mme mlle dr prof rev fr hon sr jr st ste mt ft gen lt col maj capt cmdr adm sgt cpl pvt
        brig insp supt det gov sen rep reps sens pres amb sec min atty lieut vice-adm rear-adm maj-gen lt-gen
        brig-gen no nos vol pp art arts para paras fig figs ch sect ed eds vs v viz cf ca approx est dept dist
        assn univ op jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat
        sun e.g i.e al messers sheikh bros ave blvd rd mts nat'l int'l gov't
    """)
)
# Abbreviations that may also stand last: they end a sentence only where the next word can begin one.
_MAYBE = frozenset(
    str.split("""
        u.s u.n u.k u.s.a u.a.e e.u d.c u.s.s.r n.y l.a a.m p.m etc inc co corp ltd llc plc jr sr ph.d m.d b.a
        m.a b.c a.d a.k.a bn mn km kg ft in cos b.s d.p.r r.o.k d.p.r.k p.r.c calif mass conn ill wis ariz fla
        ga ky la md mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wyo colo ala ark del ind kan
    """)
)
# Abbreviations only with a capital, else ordinary words.
_ALSO_WORDS = frozenset(
    str.split("""
        in miss ill mass ore la del wash ind ala ark me cos mar sat sun wed gen art arts sen rep reps pres
        hon rev maj det
    """)
)
_MONTHS = frozenset(
    str.split("""
        jan feb mar apr jun jul aug sept sep oct nov dec
    """)
)
# Words that begin sentences after "U.S." and hardly ever follow it inside one.
_OPENERS = frozenset(
    str.split("""
        the a an this that these those it its he she they we i you his her their our my in on at by for from to
        with as after before when while if but and or so yet however although though since meanwhile moreover
        also both each all many most some several such no not there here what who how why where then now despite
        during under over between among according last next both neither earlier later still even only once
        until because unless whether instead
    """)
)
# Titles that begin a sentence after a place or an hour: "in Washington, D.C. Secretary Kerry said".
_TITLES = frozenset("secretary president minister chancellor deputy prime foreign ambassador king queen".split())
_STOP = re.compile(
    r"(?P<stop>[.!?…]+)(?P<close>(?:[\"'”’»)\]]|\[\d{1,3}\])*)(?=\s|$)"
    r"|(?P<glued>(?<=[a-z]{3})[.!?][\"”]?(?=(?!(?:Com|Org|Net|Gov)\b)[A-Z][a-z]+ ))"
)
_TOKEN = re.compile(r"[^\s(\[{\"“‘«]+$")
_WORDS = re.compile(r"\S+")
_NEXT = re.compile(r"[\s\"'“‘«(\[—–-]*(?P<word>[^\s]*)")
_LOWER_START = re.compile(r"[\"'“‘«(\[—–-]*[a-zà-ÿ]")


def split(text: str, start: int = 0) -> list[tuple[int, int]]:
    """Sentences of `text` from `start` on as (start, end) character offsets, end exclusive.

    Ordered, without overlap, never empty, trimmed of white space; together they hold every character that is no white
    space. A line break always ends a sentence (clean text has them only between paragraphs, after headlines and list
    items). Sentences of more than 200 words are cut, at semicolons where there are any.
    """
    spans: list[tuple[int, int]] = []
    position, length = start, len(text)
    while position < length:
        line_end = text.find("\n", position)
        line_end = length if line_end < 0 else line_end
        _split_line(text, position, line_end, spans)
        position = line_end + 1
    return spans


def _split_line(text: str, begin: int, end: int, spans: list[tuple[int, int]]) -> None:
    sentence = begin
    for match in _STOP.finditer(text, begin, end):
        stop = match.end()
        if stop < end and not _ends(text, sentence, match, end):
            continue
        _add(text, sentence, stop, spans)
        sentence = stop
    _add(text, sentence, end, spans)


def _ends(text: str, sentence: int, match: re.Match[str], end: int) -> bool:
    """Whether a stop that is not the last thing of its line ends the sentence."""
    if match["glued"] is not None:
        return True
    marks, close = match["stop"], match["close"]
    following = _NEXT.match(text, match.end(), end)
    word = following["word"] if following else ""
    if not word:
        return False  # only closing marks and dashes are left: they belong to this sentence
    if _LOWER_START.match(text, match.end() + 1, end) or word[0] in ",;:%":
        return False  # a quotation or an abbreviation inside a sentence: '"Why now?" he asked'
    if marks in ("...", "…", "..") and not close:
        return word[0].isupper()
    if marks != "." or (close and close[0] not in "'’"):
        return True
    token_match = _TOKEN.search(text, max(sentence, match.start() - 40), match.start())
    token = token_match.group() if token_match else ""
    bare = token.lower().lstrip("'‘")
    if "-" in bare and bare not in _NEVER:
        bare = bare.rsplit("-", 1)[1]
    if "/" in bare:
        bare = bare.rsplit("/", 1)[1]
    if not bare:
        return True
    if bare in _ALSO_WORDS and not token[:1].isupper():
        return True  # "They sat. Both left.", but "Sun. at 5"
    if bare in _MAYBE or (len(bare) > 2 and re.fullmatch(r"(?:[a-z]\.)+[a-z]", bare)):
        return _opens(word) or (bare in ("d.c", "a.m", "p.m") and word.lower() in _TITLES)
    if bare in _NEVER:
        if bare in ("no", "nos", "fig", "art", "ch", "vol", "para", "pp", "sect", "op"):
            return not word[0].isdigit()
        if bare in _MONTHS:
            return not word[0].isdigit() and _opens(word)
        return False
    if len(bare) == 1 and bare.isalpha():
        if word[0].isdigit():
            return False  # "p. 5"
        # "John F. Kennedy", "J. R. Smith"; but "vitamin C. The", "Plan B. It"
        return not token.isupper() or (token != "I" and _opens(word) and match.start() - 2 > sentence)
    # "1. The parties agree": a number of a list
    return not (bare.isdigit() and match.start() - len(token) <= sentence + 1 and len(bare) <= 2)


def _opens(word: str) -> bool:
    """Whether a word after an abbreviation begins a sentence rather than going on with a name ("U.S. Treasury")."""
    plain = word.rstrip(",.;:!?”\"'’)")
    return plain[:1].isupper() and plain.split("’")[0].split("'")[0].lower() in _OPENERS


def _add(text: str, begin: int, end: int, spans: list[tuple[int, int]]) -> None:
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    if begin == end:
        return
    # 200 words take 400 characters at the very least.
    if (
        end - begin >= 2 * MAX_WORDS - 1
        and len(words := [m.span() for m in _WORDS.finditer(text, begin, end)]) > MAX_WORDS
    ):
        _cut(text, words, spans)
    else:
        spans.append((begin, end))


def _cut(text: str, words: list[tuple[int, int]], spans: list[tuple[int, int]]) -> None:
    """Pieces of at most MAX_WORDS words, each ending at a semicolon, else a comma, else anywhere, as late as
    possible."""
    first = 0
    while first < len(words):
        last = min(first + MAX_WORDS, len(words))
        if last < len(words):
            for mark in (";", ":", ","):
                cut = next((i for i in range(last, first, -1) if text[words[i - 1][1] - 1] == mark), None)
                if cut is not None:
                    last = cut
                    break
        spans.append((words[first][0], words[last - 1][1]))
        first = last


def unwrap(text: str) -> str:
    """The text with the line breaks of hard-wrapped paragraphs turned into spaces, one for one, so that offsets hold.

    A break is a wrap when the line before it does not end a sentence and the next goes on in lower case, the line is
    long, or it breaks off after a lower-case word; a line in capitals after it (a dateline) or an empty line is none.
    """
    if "\n" not in text:
        return text
    lines = text.split("\n")
    out = [lines[0]]
    for before, after in pairwise(lines):
        left, right = before.rstrip(), after.lstrip()
        wrapped = bool(left and right) and left[-1] not in '.!?:;"”»' and not right.split()[0].isupper()
        if wrapped and (right[0].islower() or len(left) >= 50 or left.split()[-1].islower()):
            out.append(" " + after)
        else:
            out.append("\n" + after)
    return "".join(out)
