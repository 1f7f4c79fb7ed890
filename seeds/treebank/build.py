"""Build the project's own small treebank from hand-parsed skeletons.

Belongs here: reading the skeleton notation (README.md explains it), filling slots, writing CoNLL-U, and the checks that
keep the held-out file apart from the training file.  Does not belong here: training (seeds/model/train.py).

Usage: python seeds/treebank/build.py [--check] [--show N]

Deterministic: the same skeletons always give the same bytes.  --check also compares the tokens with spaCy's English
tokenizer and writes nothing.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
# skeleton files -> CoNLL-U file, sentences made of a skeleton without a weight of its own
TARGETS: dict[str, tuple[list[str], int]] = {
    "news-train": (["news-train.txt"], 4),
    "headlines-train": (["headlines-train.txt"], 4),
    "clauses-train": (["clauses-train.txt"], 4),
    "news-test": (["news-test.txt"], 2),
}
CLOSED: dict[str, tuple[str, str, str]] = {}
MODALS = ("will", "would", "can", "could", "may", "might", "must", "should", "shall", "wo", "ca")
BE = {"is": "VBZ", "are": "VBP", "was": "VBD", "were": "VBD", "be": "VB", "been": "VBN", "being": "VBG"}
HAVE_DO = {"has": "VBZ", "have": "VBP", "had": "VBD", "having": "VBG", "do": "VBP", "does": "VBZ", "did": "VBD"}
PREPOSITIONS = re.findall(
    r"\w+",
    "of in on to at by for with from between over under after before during despite amid against about into through as "
    "without toward towards since until near among across within via along that whether if while because although than "
    "like behind beyond throughout upon except around unless though off above aboard outside",
)
PRON3 = "Number={}|Person=3|PronType=Prs"


def _fill_closed() -> None:
    """Tags and features of function words, as UD English EWT has them."""
    for word, feats in {
        "the": "Definite=Def|PronType=Art",
        "a": "Definite=Ind|PronType=Art",
        "an": "Definite=Ind|PronType=Art",
        "this": "Number=Sing|PronType=Dem",
        "these": "Number=Plur|PronType=Dem",
        "those": "Number=Plur|PronType=Dem",
        "all": "PronType=Tot",
        "both": "PronType=Tot",
        "each": "PronType=Tot",
        "every": "PronType=Tot",
        "any": "PronType=Ind",
        "another": "PronType=Ind",
        "some": "PronType=Ind",
        "no": "PronType=Neg",
    }.items():
        CLOSED[word] = ("DT", "DET", feats)
    for word in PREPOSITIONS:
        CLOSED[word] = ("IN", "ADP", "_")
    CLOSED["to"] = ("IN", "ADP", "_")  # TO before a verb, see `tag_of`
    for word in ("and", "or", "but", "nor"):
        CLOSED[word] = ("CC", "CCONJ", "_")
    for word in MODALS:
        CLOSED[word] = ("MD", "AUX", "VerbForm=Fin")
    CLOSED["'s"] = CLOSED["’s"] = CLOSED["'"] = ("POS", "PART", "_")
    CLOSED["not"] = CLOSED["n't"] = ("RB", "PART", "Polarity=Neg")
    CLOSED["who"] = ("WP", "PRON", "PronType=Rel")
    CLOSED["which"] = CLOSED["that_WDT"] = ("WDT", "PRON", "PronType=Rel")
    CLOSED["whose"] = ("WP$", "PRON", "Poss=Yes|PronType=Rel")
    CLOSED["where"] = ("WRB", "ADV", "PronType=Rel")
    CLOSED["when"] = ("WRB", "ADV", "PronType=Int")
    for word, case, gender, number in (
        ("he", "Nom", "Masc", "Sing"),
        ("she", "Nom", "Fem", "Sing"),
        ("it", "Nom", "Neut", "Sing"),
        ("they", "Nom", "", "Plur"),
        ("him", "Acc", "Masc", "Sing"),
        ("them", "Acc", "", "Plur"),
    ):
        CLOSED[word] = ("PRP", "PRON", f"Case={case}|" + (f"Gender={gender}|" if gender else "") + PRON3.format(number))
    CLOSED["we"] = ("PRP", "PRON", "Case=Nom|Number=Plur|Person=1|PronType=Prs")
    for word, gender, number in (
        ("his", "Masc", "Sing"),
        ("her", "Fem", "Sing"),
        ("its", "Neut", "Sing"),
        ("their", "", "Plur"),
    ):
        feats = (
            "Case=Gen|" + (f"Gender={gender}|" if gender else "") + f"Number={number}|Person=3|Poss=Yes|PronType=Prs"
        )
        CLOSED[word] = ("PRP$", "PRON", feats)
    for mark, tag in (
        (",", ","),
        (".", "."),
        ("?", "."),
        ("!", "."),
        (":", ":"),
        (";", ":"),
        ("--", ":"),
        ("—", ":"),
        ("–", ":"),
    ):
        CLOSED[mark] = (tag, "PUNCT", "_")
    CLOSED["("], CLOSED[")"] = ("-LRB-", "PUNCT", "_"), ("-RRB-", "PUNCT", "_")
    CLOSED["``"], CLOSED["''"] = ("``", "PUNCT", "_"), ("''", "PUNCT", "_")
    CLOSED["“"], CLOSED["”"] = ("``", "PUNCT", "_"), ("''", "PUNCT", "_")
    CLOSED["-"] = ("HYPH", "PUNCT", "_")
    CLOSED["DASH"] = (":", "PUNCT", "_")  # the dash after a dateline, with spaces round it
    CLOSED["$"] = ("$", "SYM", "_")


_fill_closed()
OPEN_HEADS = (
    "NN",
    "NNS",
    "NNP",
    "NNPS",
    "VB",
    "VBZ",
    "VBP",
    "VBD",
    "VBN",
    "VBG",
    "CD",
    "JJ",
    "JJR",
    "JJS",
    "RB",
    "$",
    "PRP",
    "WP",
)
# In a group with no starred word the head is the last plain word of the first of these classes that it holds.
HEAD_ORDER = (
    ("VB", "VBZ", "VBP", "VBD", "VBN", "VBG"),
    ("NN", "NNS", "NNP", "NNPS", "$"),
    ("CD", "JJ", "JJR", "JJS", "PRP", "DT", "WP", "RB"),
    ("PRP$", "WP$", "RP", "IN"),
)

# Share of the training sentences with typographic quotation marks and apostrophes.
CURLY = 0.3
TYPOGRAPHIC = {"'s": "’s", "``": "“", "''": "”"}
NOMINAL = ("nsubj", "obj", "obl", "nmod", "appos", "compound", "iobj", "nummod")
CLAUSAL = ("ccomp", "xcomp", "advcl", "acl", "csubj")


@dataclass
class Word:
    """One token of a parsed skeleton."""

    form: str
    tag: str
    label: str = ""
    star: bool = False
    given: bool = False  # the tag was written, not looked up
    index: int = 0
    head: Word | None = None
    children: list[Word] = field(default_factory=list)


@dataclass
class Group:
    """A bracketed phrase: words and groups in order, to be hung under its head word."""

    label: str
    items: list[Word | Group] = field(default_factory=list)


class SkeletonError(ValueError):
    """A skeleton that cannot be read; the message names file and line."""


def tokens_of(text: str) -> list[str]:
    return re.findall(r"\{[^\s{}]+|\}|[^\s{}]+", text)


def word_of(token: str) -> Word:
    """`form_TAG.label*` -> Word; function words need no tag."""
    star = token.endswith("*") and len(token) > 1
    core = token[:-1] if star else token
    if core in CLOSED:
        return Word(core, CLOSED[core][0], "", star)
    if core.lower() in BE:
        return Word(core, BE[core.lower()], "", star)
    if core.lower() in HAVE_DO:
        return Word(core, HAVE_DO[core.lower()], "", star)
    match = re.fullmatch(r"(.+?)_([A-Z$]+)(?:\.([a-z:]+))?", core)
    if match:
        return Word(match[1], match[2], match[3] or "", star, True)
    match = re.fullmatch(r"(.+?)\.([a-z]+(?::[a-z]+)?)", core)
    if match:
        word = word_of(match[1])
        word.label, word.star = match[2], star
        return word
    if core.lower() in CLOSED:
        return Word(core, CLOSED[core.lower()][0], "", star)
    raise SkeletonError(f"word {token!r} has no tag and is no function word")


def parse_group(tokens: list[str], position: int, label: str) -> tuple[Group, int]:
    group = Group(label)
    while position < len(tokens):
        token = tokens[position]
        if token == "}":
            return group, position + 1
        if token.startswith("{"):
            inner, position = parse_group(tokens, position + 1, token[1:])
            group.items.append(inner)
        else:
            group.items.append(word_of(token))
            position += 1
    return group, position


def head_of(group: Group) -> Word:
    plain = [item for item in group.items if isinstance(item, Word)]
    starred = [word for word in plain if word.star]
    if starred:
        return starred[0]
    free = [word for word in plain if not word.label]
    # In a clause a verb heads; in a nominal ("the disputed border") the noun does, whatever participle stands before.
    nominal = group.label.split(":")[0] in NOMINAL
    order = (HEAD_ORDER[1], *HEAD_ORDER[2:], HEAD_ORDER[0]) if nominal else HEAD_ORDER
    for classes in order:
        # A form of be/have/do without a written tag is an auxiliary unless nothing else can be the head.
        words = [w for w in free if w.tag in classes and (w.given or w.form.lower() not in BE | HAVE_DO)]
        if words:
            return words[-1]
    words = [w for w in free if w.given]
    if words:
        return words[-1]
    held = " ".join(w.form for w in plain)
    raise SkeletonError(f"no head in group {group.label!r}: {held}")


def default_label(word: Word, head: Word, before: bool, group_label: str) -> str:
    verbal = head.tag.startswith("VB")
    tag = word.tag
    if word.form in ("'s", "'") and tag == "POS":
        return "case"
    if tag in (",", ".", ":", "-LRB-", "-RRB-", "``", "''", "HYPH"):
        return "punct"
    if not word.given and word.form.lower() in BE:
        if head.tag == "VBN":
            return "aux:pass"
        return "aux" if verbal else "cop"
    if tag == "MD" or (not word.given and word.form.lower() in HAVE_DO):
        return "aux"
    table = {
        "DT": "det",
        "CC": "cc",
        "TO": "mark",
        "PRP$": "nmod:poss",
        "WP$": "nmod:poss",
        "RB": "advmod",
        "RBR": "advmod",
        "RBS": "advmod",
        "RP": "compound:prt",
        "POS": "case",
        "WRB": "advmod",
        "JJ": "amod",
        "JJR": "amod",
        "JJS": "amod",
    }
    if tag in table:
        return table[tag]
    if tag == "IN":
        subordinator = word.form.lower() in ("that", "as", "if", "because", "while", "although", "unless")
        return "mark" if verbal or (subordinator and group_label.split(":")[0] in CLAUSAL) else "case"
    if tag in ("VBN", "VBG") and before and not verbal:
        return "amod"
    if tag == "CD":
        if head.tag == "CD":
            return "compound"
        return "nummod" if before else "nmod:unmarked"
    if tag in ("NN", "NNS", "NNP", "NNPS", "$"):
        return "compound" if before else "flat"
    raise SkeletonError(f"no label for {word.form}_{tag} beside {head.form}_{head.tag}")


def hang(group: Group, above: Word | None, out: list[Word]) -> Word:
    head = head_of(group)
    head.label, head.head = group.label, above
    if head.form == "to" and head.label == "mark":
        head.tag = "TO"
    passed = False
    for item in group.items:
        if isinstance(item, Group):
            # `out` keeps the order of the sentence
            child = hang(item, head, out)
            head.children.append(child)
            continue
        out.append(item)
        if item is head:
            passed = True
            continue
        if item.form.lower() == "to" and item.tag == "IN" and (head.tag == "VB" or item.label == "mark"):
            item.tag = "TO"
        item.label = item.label or default_label(item, head, not passed, group.label)
        # The comma that closes an apposition or relative clause belongs to the noun above, as in EWT.
        closes = item.form == "," and item is group.items[-1] and group.label in ("appos", "acl", "acl:relcl", "advcl")
        item.head = above if closes and above is not None else head
        item.head.children.append(item)
    return head


def number_of(subject: Word) -> str:
    if any(child.label == "conj" for child in subject.children):
        return "Plur"
    if subject.tag in ("NNS", "NNPS") and subject.form not in ("States", "Nations"):
        return "Plur"
    return "Plur" if subject.form.lower() in ("they", "we") else "Sing"


def analysis(word: Word) -> tuple[str, str]:
    """UPOS and features from tag, label and surroundings, as EWT has them."""
    tag, label, form = word.tag, word.label, word.form
    low = form.lower()
    if tag == "WDT" and low == "that":
        return CLOSED["that_WDT"][1:]
    if tag == "TO":
        return "PART", "_"
    if tag == "IN":
        return ("SCONJ" if label == "mark" else "ADP"), "_"
    if tag.startswith("VB"):
        pos = "AUX" if label.split(":")[0] in ("aux", "cop") else "VERB"
        owner = word.head if pos == "AUX" and word.head is not None else word
        subjects = [c for c in owner.children if c.label in ("nsubj", "nsubj:pass")]
        number = number_of(subjects[0]) if subjects else "Plur" if tag == "VBP" else "Sing"
        if tag == "VBZ":
            return pos, "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"
        if tag in ("VBP", "VBD"):
            return pos, f"Mood=Ind|Number={number}|Person=3|Tense={'Pres' if tag == 'VBP' else 'Past'}|VerbForm=Fin"
        if tag == "VB":
            return pos, "VerbForm=Inf"
        if tag == "VBN":
            perfect = any(c.label == "aux" and c.form.lower() in HAVE_DO for c in word.children)
            passive = any(c.label == "aux:pass" for c in word.children) or (pos == "VERB" and not perfect)
            return pos, "Tense=Past|VerbForm=Part" + ("|Voice=Pass" if passive and pos == "VERB" else "")
        if label in ("case",):
            return "VERB", "VerbForm=Ger"
        gerund = any(c.label == "mark" for c in word.children) and pos == "VERB"
        return pos, "VerbForm=Ger" if gerund else "Tense=Pres|VerbForm=Part"
    if not word.given or (tag == "DT" and low in CLOSED):
        for key in (form, low):
            if key in CLOSED:
                if key in ("this", "these", "those", "all", "both", "some") and label != "det":
                    return "PRON", CLOSED[key][2]
                if key == "it" and label not in ("nsubj", "nsubj:pass", "expl"):
                    return "PRON", CLOSED[key][2].replace("Case=Nom", "Case=Acc")
                return CLOSED[key][1:]
    if tag in ("NNP", "NNPS"):
        if label == "amod":
            return "ADJ", "Degree=Pos"
        abbreviation = "Abbr=Yes|" if re.fullmatch(r"(?:[A-Z]\.)+|[A-Z]{2,5}", form) else ""
        return "PROPN", abbreviation + ("Number=Sing" if tag == "NNP" else "Number=Plur")
    if tag == "CD":
        return "NUM", ("NumForm=Digit" if form[0].isdigit() else "NumForm=Word") + "|NumType=Card"
    simple = {
        "RBS": ("ADV", "Degree=Sup"),
        "NN": ("NOUN", "Number=Sing"),
        "NNS": ("NOUN", "Number=Plur"),
        "JJ": ("ADJ", "Degree=Pos"),
        "JJR": ("ADJ", "Degree=Cmp"),
        "JJS": ("ADJ", "Degree=Sup"),
        "RB": ("ADV", "_"),
        "RBR": ("ADV", "Degree=Cmp"),
        "RP": ("ADP", "_"),
        "$": ("SYM", "_"),
        "WRB": ("ADV", "PronType=Int"),
        "EX": ("PRON", "_"),
    }
    if tag in simple:
        return simple[tag]
    raise SkeletonError(f"no analysis for {form}_{tag}")


def parse(text: str) -> list[Word]:
    """A filled skeleton -> its words in order, heads and labels set."""
    group, _ = parse_group(tokens_of(text), 0, "root")
    words: list[Word] = []
    hang(group, None, words)
    for index, word in enumerate(words, 1):
        word.index = index
    first = words[0] if words[0].form != "``" else words[1]
    first.form = first.form[0].upper() + first.form[1:]
    return words


def surface(word: Word) -> str:
    return {"``": '"', "''": '"', "DASH": "-"}.get(word.form, word.form)


def spaces(words: list[Word]) -> list[bool]:
    """Whether a space follows each word."""
    result = []
    for this, following in zip(words, [*words[1:], None], strict=True):
        space = following is not None
        if following is not None:
            if (
                following.tag in (",", ".", "POS", "''", "-RRB-", "HYPH")
                or following.form in (":", ";", "%")
                or following.form == "n't"
            ):
                space = False
            if this.tag in ("HYPH", "-LRB-", "``", "$"):
                space = False
        result.append(space)
    return result


def conllu(words: list[Word], sent_id: str, skeleton: str) -> str:
    gaps = spaces(words)
    text = "".join(surface(w) + (" " if gap else "") for w, gap in zip(words, gaps, strict=True)).strip()
    lines = [f"# sent_id = {sent_id}", f"# skeleton = {skeleton}", f"# text = {text}"]
    for word, gap in zip(words, gaps, strict=True):
        pos, feats = analysis(word)
        head = word.head.index if word.head is not None else 0
        misc = "_" if gap else "SpaceAfter=No"
        lines.append(f"{word.index}\t{surface(word)}\t_\t{pos}\t{word.tag}\t{feats}\t{head}\t{word.label}\t_\t{misc}")
    return "\n".join(lines) + "\n"


class Deck:
    """Draws a slot's values in shuffled order, so that all are used before one comes again."""

    def __init__(self, values: list[str], rng: random.Random) -> None:
        self.values, self.rng, self.left = values, rng, list[str]()

    def draw(self) -> str:
        if not self.left:
            self.left = list(self.values)
            self.rng.shuffle(self.left)
        return self.left.pop()


def read(path: Path) -> tuple[dict[str, list[str]], list[tuple[int, int, str]]]:
    """Slots and (line number, weight, skeleton) of a skeleton file; weight 0 means the file's default."""
    slots: dict[str, list[str]] = {}
    skeletons: list[tuple[int, int, str]] = []
    current = ""
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        match = re.fullmatch(r"@([A-Z0-9]+)\s*=\s*(.*)", line)
        if match:
            current = match[1]
            slots.setdefault(current, [])
            line = "| " + match[2] if match[2] else ""
        if line.startswith("|") or (match and not line):
            slots[current].extend(value.strip() for value in line.split("|") if value.strip())
            continue
        weight = re.match(r"x(\d+)\s+", line)
        skeletons.append((number, int(weight[1]) if weight else 0, line[weight.end() :] if weight else line))
    return slots, skeletons


def inflect(verb: str, tag: str) -> str:
    """A regular verb's form: "carry", VBZ -> "carries"."""
    stem_y = verb.endswith("y") and verb[-2] not in "aeiou"
    double = verb in DOUBLING
    if tag == "VBZ":
        if stem_y:
            return verb[:-1] + "ies"
        return verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh")) else "s")
    if tag in ("VBD", "VBN"):
        if stem_y:
            return verb[:-1] + "ied"
        if verb.endswith("e"):
            return verb + "d"
        return verb + (verb[-1] if double else "") + "ed"
    if tag == "VBG":
        if verb.endswith("e") and not verb.endswith("ee"):
            return verb[:-1] + "ing"
        return verb + (verb[-1] if double else "") + "ing"
    return verb


DOUBLING = frozenset(
    ["ban", "compel", "grip", "plan", "plot", "ship", "stem", "stop", "strip", "stun", "trap", "unwrap", "drag"]
)


def word_lists(slots: dict[str, list[str]]) -> dict[str, list[str]]:
    """Slots of single tagged words, made from the bare lists VERBS, NOUNS and PEOPLE."""
    verbs = {"AV": "VBZ", "AVP": "VBP", "AVD": "VBD", "AVG": "VBG", "AVN": "VBN", "VB": "VB"}
    made = {name: [f"{inflect(verb, tag)}_{tag}" for verb in slots.get("VERBS", [])] for name, tag in verbs.items()}
    made["EN"] = [f"{noun}_NN" for noun in slots.get("NOUNS", [])]
    made["ENS"] = [f"{noun}_NNS" for noun in slots.get("PEOPLE", [])]
    return made


def expand(text: str, decks: dict[str, Deck], where: str) -> str:
    for _ in range(400):
        match = re.search(r"@([A-Z0-9]+)", text)
        if not match:
            return text
        if match[1] not in decks:
            raise SkeletonError(f"{where}: no slot @{match[1]}")
        text = text[: match.start()] + decks[match[1]].draw() + text[match.end() :]
    raise SkeletonError(f"{where}: slots never end")


def build(target: str) -> list[tuple[str, list[Word]]]:
    """All (skeleton id, words) of one target, shuffled."""
    files, default = TARGETS[target]
    rng = random.Random(20260)
    slots: dict[str, list[str]] = {}
    if target.endswith("-train"):
        slots = read(HERE / "slots-train.txt")[0]
        slots |= word_lists(slots)
    made: list[tuple[str, list[Word]]] = []
    seen: set[str] = set()
    for name in files:
        own, skeletons = read(HERE / name)
        decks = {slot: Deck(values, rng) for slot, values in (slots | own).items()}
        for number, weight, skeleton in skeletons:
            for _ in range(weight or default):
                where = f"{name}:{number}"
                filled = expand(skeleton, decks, where)
                if filled in seen:
                    continue
                seen.add(filled)
                try:
                    words = parse(filled)
                except SkeletonError as error:
                    raise SkeletonError(f"{where}: {error} in: {filled}") from None
                if target == "news-train" and rng.random() < CURLY:
                    for word in words:
                        word.form = TYPOGRAPHIC.get(word.form, word.form)
                made.append((where, words))
    rng.shuffle(made)
    return made


def check_tokens(target: str, made: list[tuple[str, list[Word]]]) -> int:
    """How many sentences spaCy's tokenizer splits otherwise; the first few are printed."""
    import spacy

    nlp = spacy.blank("en")
    bad = 0
    for where, words in made:
        gaps = spaces(words)
        text = "".join(surface(w) + (" " if gap else "") for w, gap in zip(words, gaps, strict=True)).strip()
        if [t.text for t in nlp(text)] != [surface(w) for w in words]:
            bad += 1
            if bad <= 5:
                print(f"{target}: {where}: tokenized otherwise: {text}")
    return bad


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with spaCy's tokenizer, write nothing")
    parser.add_argument("--show", type=int, default=0, help="print N random sentences with their trees")
    args = parser.parse_args()
    try:
        for target in TARGETS:
            made = build(target)
            words = sum(len(sentence) for _, sentence in made)
            print(f"{target}: {len(made)} sentences, {words} words, {len({where for where, _ in made})} skeletons")
            if args.check:
                print(f"{target}: {check_tokens(target, made)} tokenized otherwise")
            for where, sentence in made[: args.show]:
                print(
                    where, " ".join(f"{w.form}/{w.tag}>{w.head.form if w.head else 'ROOT'}:{w.label}" for w in sentence)
                )
            if not args.check and not args.show:
                text = "\n".join(conllu(s, f"{target}-{i:04d}", where) for i, (where, s) in enumerate(made, 1)) + "\n"
                (HERE / f"{target}.conllu").write_text(text, encoding="utf-8")
    except SkeletonError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
