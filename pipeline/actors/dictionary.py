"""The actor dictionary: reads and checks seeds/actors and keeps every name in one token trie.

Belongs here: the shapes of actors, the file formats, their validation, normalising a word for look-up.
Does not belong here: reading running text (resolve.py), what an article teaches (memory.py).
"""

from __future__ import annotations

import csv
import gc
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

ROLES = frozenset(
    "COP GOV INS JUD MIL OPP REB SEP SPY UAF AGR BUS CRM CVL DEV EDU ELI ENV HLH HRI "
    "LAB LEG MED REF MOD RAD PTY".split()
)
INTERNATIONAL = frozenset("IGO IMG INT MNC NGM NGO UIS".split())
REGIONS = frozenset(
    "AFR ASA BLK CRB CAU CFR CAS CEU EIN EAF EEU EUR LAM MEA MDT NAF NMR PGS SCN SAM SAS SEA SAF WAF WST".split()
)
SURNAME_LAST_ABROAD = frozenset(["JPN", "HUN"])  # names stand in either order
AGENT_KINDS = frozenset(["person", "title", "group", "body", "outlet", "analyst", "part"])
MODIFIER_EFFECTS = frozenset(["keep", "between", "former", "opposition"])
ANAPHOR_KINDS = frozenset(["person", "possessive", "thing", "its", "plural", "their", "countries", "leaders"])
SPECIAL = {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ə": "e"}
_SPECIAL_TABLE = str.maketrans(SPECIAL)
_DROPPED = str.maketrans("", "", ".'’‘`ʻʿʾ-‐‑")
POSSESSIVE = frozenset(["'s", "’s", "'S", "’S", "'", "’", "´s", "`s"])
HYPHENS = frozenset(["-", "–", "‐", "‑"])
ONE_DAY = timedelta(days=1)
_PLAIN = frozenset("-–/'’‘`´")  # characters that need a closer look when a name is cut into words
_SPLIT = re.compile(r"(?<=[^\W\d_])[-–](?=[^\W\d_])|/|\s+")


class DictionaryError(ValueError):
    """One line that names the file and line of the dictionary and says what to mend."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A resolved actor: CAMEO code = country (ISO-3 or region, empty when unknown or none) + role."""

    code: str
    country: str
    role: str
    name: str
    kind: str
    entry: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    how: str = ""


@dataclass(frozen=True, slots=True)
class ActorSpan:
    """Where an actor stands: token indexes (end exclusive), its head, further members of a group in `others`."""

    start: int
    end: int
    head: int
    actor: Actor
    others: tuple[Actor, ...] = ()


@dataclass(slots=True)  # thousands are made at each start: a frozen one takes three times as long
class Tenure:
    """One office of a person; `to` None means still in office, `since` None means unknown start."""

    country: str
    role: str
    office: str
    since: date | None
    to: date | None
    entry: str


@dataclass(slots=True)
class Person:
    """A person of the dictionary with dated offices, oldest first."""

    name: str
    tenures: list[Tenure] = field(default_factory=list)
    alone: list[str] = field(default_factory=list)  # single names he or she goes by


@dataclass(slots=True, eq=False)
class Entry:
    """One name in the trie; `case` holds one demand a word (0 any, 1 capital, 2 capitals)."""

    kind: str
    code: str
    role: str
    name: str
    entry: str
    case: bytes
    subkind: str = ""
    since: date | None = None
    to: date | None = None
    person: Person | None = None
    plural: bool = False
    generic: bool = False
    weak: bool = False
    the: bool = False  # counts only after "the" ("the West", "the Gulf")
    own: bool = False  # a researcher's own (researcher.py): outranks the others under the same name


class Node:
    """A node of the token trie."""

    __slots__ = ("cased", "children", "entries", "own", "the")

    def __init__(self) -> None:
        self.children: dict[str, Node] = {}
        self.entries: list[Entry] = []
        self.cased = False  # some entry demands capitals
        self.the = False  # some entry counts only after "the"
        self.own = False  # some entry is a researcher's own


@lru_cache(maxsize=200_000)
def norm(word: str) -> str:
    """Look-up form of one token: case, diacritics, dots and apostrophes removed; possessive marks become "'s"."""
    if word in POSSESSIVE:
        return "'s"
    if word in HYPHENS:
        return "-"
    low = word.casefold()
    if low.isascii():
        return low.translate(_DROPPED) if not low.isalnum() else low
    low = unicodedata.normalize("NFKD", low.translate(_SPECIAL_TABLE))
    return "".join(ch for ch in low if not unicodedata.combining(ch)).translate(_DROPPED)


def split_name(name: str) -> list[str]:
    """Cut a dictionary name into the words that a tokenizer makes of it, hyphens left out."""
    if name.isalpha():
        return [name]
    if _PLAIN.isdisjoint(name):
        return name.split()
    words: list[str] = []
    for piece in _SPLIT.split(name.strip()):
        if not piece:
            continue
        if len(piece) > 2 and piece[-2:] in POSSESSIVE:
            words += [piece[:-2], piece[-2:]]
        elif len(piece) > 2 and piece[-1] in POSSESSIVE:
            words += [piece[:-1], piece[-1:]]
        else:
            words.append(piece)
    return words


@lru_cache(maxsize=100_000)
def _flag(word: str) -> int:
    letters = word if word.isalpha() else "".join(ch for ch in word if ch.isalpha())
    if not letters or not letters[0].isupper():
        return 0
    return 2 if 2 <= len(letters) <= 5 and letters.isupper() else 1


def case_of(words: list[str], cased: bool) -> bytes:
    """The demand on capital letters that a name makes of each of its words."""
    if not cased:
        return b""
    flags = bytes(map(_flag, words))
    return flags if any(flags) else b""


def case_fits(case: bytes, texts: list[str]) -> bool:
    """Whether the words as written meet the demands of `case`."""
    for flag, text in zip(case, texts, strict=False):
        if flag == 0:
            continue
        if flag == 2:
            if not text.replace(".", "").isupper():
                return False
        else:
            first = next((ch for ch in text if ch.isalpha()), "")
            if not first.isupper():
                return False
    return True


def split_code(code: str) -> tuple[str, str]:
    """Split an actor code into (country or region, role); codes of international actors are all role."""
    if code[:3] in INTERNATIONAL:
        return "", code
    if code[:3] in ROLES:
        return "", code
    return code[:3], code[3:]


@dataclass(slots=True)
class Ambiguity:
    """When a name that is also something else must not be taken: by its neighbours or by the words of its article."""

    before: frozenset[str]
    after: frozenset[str]
    against: frozenset[str]
    favour: frozenset[str]


class ActorDictionary:
    """All names of seeds/actors in one trie. Build it with `load`; it does not change afterwards."""

    def __init__(self) -> None:
        self.root = Node()
        self.small: set[str] = set()  # first words that need no capital
        self.countries: dict[str, str] = {}
        self.persons: dict[tuple[str, str], Person] = {}
        self.ambiguous: dict[str, Ambiguity] = {}
        self.given_names: frozenset[str] = frozenset()
        self.weak_surnames: frozenset[str] = frozenset()
        self.shared_seats: frozenset[str] = frozenset()  # seats whose names many states use
        self.cities: dict[str, str] = {}
        self.titles: dict[str, tuple[str, bool]] = {}  # title -> (country, also where the article has not named it)
        self.counts: dict[str, int] = {}
        self.armed: set[str] = set()  # states of which an armed movement is known (REB, SEP, INS)
        # Of a researcher's own entries: names inside of which other words may stand, by their first word; further codes
        # of an entry (file:line); codes that stand in front of a country's.
        self.gapped: dict[str, list[tuple[tuple[tuple[str, ...], ...], Entry]]] = {}
        self.also: dict[str, tuple[str, ...]] = {}
        self.in_front: dict[str, str] = {}
        # by word hash, for words met before: what they are to the scan (resolve.py), as written, in look-up form
        self.seen: dict[int, int] = {}
        self.texts: dict[int, str] = {}
        self.norms: dict[int, str] = {}

    @property
    def words(self) -> frozenset[str]:
        """Lower-cased first words of every entry."""
        return frozenset(self.root.children)

    @classmethod
    def load(cls, folder: Path) -> ActorDictionary:
        """Read every file of the folder; raises DictionaryError (file:line and what is wrong) at the first fault."""
        # Tens of thousands of small objects that stay: no garbage to look for while they are made.
        collecting = gc.isenabled()
        gc.disable()
        try:
            return _Loader(Path(folder)).load()
        finally:
            if collecting:
                gc.enable()

    @classmethod
    def with_faults(cls, folder: Path) -> tuple[ActorDictionary, list[str]]:
        """What can be read of the folder, and one line (file:line and what is wrong) for everything that cannot."""
        faults: list[str] = []
        return _Loader(Path(folder), faults).load(), faults

    def add(self, name: str, entry: Entry, words: list[str] | None = None) -> None:
        """Put one entry into the trie under the words of `name`."""
        words = words or split_name(name)
        node = self.root
        for key in map(norm, words):
            if not key:
                continue
            child = node.children.get(key)
            if child is None:
                child = node.children[key] = Node()
            node = child
        if node is self.root:
            return
        node.entries.append(entry)
        if entry.case:
            node.cased = True
        if entry.the:
            node.the = True
        if entry.own:
            node.own = True
        if not entry.case or entry.case[0] == 0:
            self.small.add(norm(words[0]))

    def lookup(self, name: str) -> list[Entry]:
        """Entries standing under exactly this name (case demands not applied)."""
        node = self.root
        for word in split_name(name):
            child = node.children.get(norm(word))
            if child is None:
                return []
            node = child
        return list(node.entries)

    def with_cities(self, cities: dict[str, tuple[str, str]]) -> ActorDictionary:
        """Let cities (name -> ISO-3, file:line) act as a state's adjective ("the Shanghai police"). Returns self."""
        for name, (country, where) in cities.items():
            words = split_name(name)
            key = " ".join(norm(w) for w in words)
            if key in self.cities or any(e.kind != "city" for e in self.lookup(name)):
                continue
            self.cities[key] = country
            self.add(name, Entry("city", country, "", name, where, case_of(words, True)))
        self.seen.clear()
        return self


class _Loader:
    """Reads the files of one folder into an ActorDictionary. With `faults` every fault is noted there and reading
    goes on; without, the first one is raised.
    """

    def __init__(self, folder: Path, faults: list[str] | None = None) -> None:
        self.folder = folder
        self.faults = faults
        self.dictionary = ActorDictionary()
        self.known: dict[tuple[str, str], set[str]] = {}  # person -> names entered
        self.checked: set[tuple[str, str]] = set()  # (country, role) met before
        self.cities: dict[str, tuple[str, str]] = {}

    def load(self) -> ActorDictionary:
        d = self.dictionary
        if not (self.folder / "countries.csv").is_file():
            raise DictionaryError(
                f"{self.folder / 'countries.csv'}: no such file; name the folder that holds the actor dictionary"
            )
        d.given_names = frozenset(norm(w) for _, w in self.lines("given_names.txt"))
        d.weak_surnames = frozenset(norm(w) for _, w in self.lines("weak_surnames.txt"))
        d.shared_seats = frozenset(norm_name(w) for _, w in self.lines("shared_seats.txt"))
        country = ("code", "name", "aliases", "adjectives", "nationals", "capital", "prefix", "from", "to")
        body = ("code", "name", "aliases", "from", "to")
        person = ("name", "aliases", "known_as", "country", "role", "office", "from", "to")
        self.each("countries.csv", country, self.take_country)
        self.each("seats.csv", ("name", "aliases", "code", "from", "to"), self.take_seat)
        self.each("regions.csv", ("code", "name", "aliases", "adjectives"), self.take_region)
        self.each("organisations.csv", body, self.take_organisation)
        self.each("media.csv", body, self.take_media)
        self.each("parties.csv", ("country", "name", "aliases", "in_office"), self.take_party)
        self.each("agents.csv", ("phrase", "role", "kind", "generic", "plural"), self.take_agent)
        self.each("titles.csv", ("title", "country", "alone"), self.take_title)
        self.each("modifiers.csv", ("word", "effect"), self.take_modifier)
        self.each("anaphora.csv", ("phrase", "stands_for"), self.take_anaphor)
        for where, line in self.lines("stops.txt"):
            self.put([line], "stop", "", "", line, where)
        self.each("ambiguous.csv", ("name", "not_before", "not_after", "against", "favour"), self.take_ambiguity)
        for path in sorted(self.folder.glob("leaders*.csv")):
            self.each(path.name, person, self.take_office)
        for one in d.persons.values():
            if len(one.tenures) > 1:
                one.tenures.sort(key=lambda t: (t.since or date.min, t.to or date.max))
        # cities name a state only before a role noun; names taken already are left out
        self.each("cities.csv", ("country", "cities"), self.take_cities)
        d.with_cities(self.cities)
        return d

    def lines(self, filename: str) -> Iterator[tuple[str, str]]:
        """Lines of a text file as (file:line, text), without comments and blank lines."""
        for number, line in enumerate(self.text(filename).splitlines(), 1):
            line = line.partition("#")[0].strip()
            if line:
                yield f"{filename}:{number}", line

    def text(self, filename: str) -> str:
        """A file's text, empty where there is no such file. Raises DictionaryError where it is not UTF-8."""
        path = self.folder / filename
        if not path.is_file():
            return ""
        raw = path.read_bytes()
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            raise DictionaryError(f"{filename}:{line}: not UTF-8; save the file as UTF-8") from None

    def fault(self, error: DictionaryError) -> None:
        """Note a fault and go on, or raise it."""
        if self.faults is None:
            raise error
        self.faults.append(str(error))

    def each(self, filename: str, columns: tuple[str, ...], take: Callable[[str, dict[str, str]], None]) -> None:
        """Take every row of a CSV file in."""
        try:
            for where, row in self.rows(filename, columns):
                try:
                    take(where, row)
                except DictionaryError as error:
                    self.fault(error)
        except DictionaryError as error:  # the rest of this file cannot be read
            self.fault(error)

    def rows(self, filename: str, columns: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
        """Rows of a CSV file as (file:line, row); lines that begin with # are comments."""
        text = self.text(filename)
        if not text:
            return
        count = 0
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        header: list[str] = []
        try:
            for record in reader:
                if not record or record[0].lstrip().startswith("#"):
                    continue
                where = f"{filename}:{reader.line_num}"
                if not header:
                    header = [c.strip() for c in record]
                    missing = [c for c in columns if c not in header]
                    if missing:
                        raise DictionaryError(
                            f"{where}: column {missing[0]!r} is missing; the columns are {', '.join(columns)}"
                        )
                    continue
                if len(record) != len(header):
                    fields = f"{len(record)} fields where the header has {len(header)}"
                    self.fault(DictionaryError(f"{where}: {fields}; quote commas"))
                    continue
                count += 1
                yield where, dict(zip(header, map(str.strip, record), strict=True))
        except csv.Error as error:
            raise DictionaryError(
                f"{filename}:{reader.line_num}: not readable as CSV ({error}); check the quotes"
            ) from None
        self.dictionary.counts[filename] = count

    @staticmethod
    def many(value: str) -> list[str]:
        return [part for part in (p.strip() for p in value.split("|")) if part] if value else []

    @staticmethod
    def day(value: str, where: str, end: bool = False) -> date | None:
        """A date of 4, 7 or 10 characters; a year or month as an end means its last day."""
        if not value:
            return None
        try:
            if len(value) == 10:
                return date(int(value[:4]), int(value[5:7]), int(value[8:]))
            if len(value) == 7:
                year, month = int(value[:4]), int(value[5:])
                return date(year, month, _last_day(year, month) if end else 1)
            if len(value) == 4:
                return date(int(value), 12, 31) if end else date(int(value), 1, 1)
        except ValueError:
            pass
        raise DictionaryError(f"{where}: {value!r} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD")

    def span_of_dates(self, row: dict[str, str], where: str) -> tuple[date | None, date | None]:
        if not row.get("from") and not row.get("to"):
            return None, None
        since, to = self.day(row.get("from", ""), where), self.day(row.get("to", ""), where, end=True)
        if since and to and since > to:
            raise DictionaryError(f"{where}: from {since} lies after to {to}; swap or mend them")
        return since, to

    def check_role(self, role: str, where: str) -> str:
        parts = [role[i : i + 3] for i in range(0, len(role), 3)]
        for part in parts:
            if part not in ROLES:
                raise DictionaryError(
                    f"{where}: {part!r} in role {role!r} is not a CAMEO role; known are {' '.join(sorted(ROLES))}"
                )
        return role

    def check_country(self, code: str, where: str) -> str:
        if code not in self.dictionary.countries and code not in REGIONS:
            raise DictionaryError(
                f"{where}: {code!r} is not a country of countries.csv nor a region; add it there or mend the code"
            )
        return code

    def check_code(self, code: str, where: str) -> str:
        if not code or len(code) % 3 or not (code.isalnum() and code.isupper()):
            raise DictionaryError(f"{where}: {code!r} is not an actor code; codes are groups of three capital letters")
        if code[:3] in INTERNATIONAL:
            return code
        if code[:3] in ROLES:
            return self.check_role(code, where)
        self.check_country(code[:3], where)
        if len(code) > 3 and code[3:6] not in ROLES:
            self.check_role(code[3:6], where)
        return code

    def put(
        self,
        names: Iterable[str],
        kind: str,
        code: str,
        role: str,
        name: str,
        where: str,
        *,
        subkind: str = "",
        since: date | None = None,
        to: date | None = None,
        plural: bool = False,
        generic: bool = False,
    ) -> None:
        """Enter names that mean one thing."""
        cased = kind not in ("agent", "modifier", "anaphor")
        for one in names:
            the = one[:4] in ("the ", "The ")
            if the:  # the article is never part of a span; a name written with it counts only after it
                one = one[4:]
            words = split_name(one)
            if not words:
                continue
            case = case_of(words, cased)
            entry = Entry(
                kind, code, role, name, where, case, subkind, since, to, plural=plural, generic=generic, the=the
            )
            self.dictionary.add(one, entry, words)

    def take_country(self, where: str, row: dict[str, str]) -> None:
        code, name = row["code"], row["name"]
        if len(code) != 3 or not code.isupper():
            raise DictionaryError(f"{where}: country code {code!r} is not three capital letters")
        if code in ROLES or code in INTERNATIONAL:
            raise DictionaryError(f"{where}: country code {code!r} is a CAMEO role code")
        if code in self.dictionary.countries:
            raise DictionaryError(f"{where}: country {code} stands twice; join the lines")
        if not name:
            raise DictionaryError(f"{where}: country {code} has no name")
        since, to = self.span_of_dates(row, where)
        self.dictionary.countries[code] = name
        self.put([name, *self.many(row["aliases"])], "country", code, "", name, where, since=since, to=to)
        self.put(self.many(row["adjectives"]), "adjective", code, "", name, where, since=since, to=to)
        # "Iranian" -> "Iranians"; adjectives with another plural name their people in the column nationals
        plurals = [
            a + "s"
            for a in self.many(row["adjectives"])
            if (a[-1] in "ni" and a[-2:] != "an") or a.endswith(("ian", "can", "ean", "nan", "uan", "han"))
        ]
        self.put(plurals, "national", code, "", name, where, since=since, to=to, plural=True)
        self.put(self.many(row["nationals"]), "national", code, "", name, where, since=since, to=to, plural=True)
        self.put(self.many(row["capital"]), "capital", code, "GOV", name, where, since=since, to=to)
        self.put(self.many(row["prefix"]), "prefix", code, "", name, where, since=since, to=to)

    def take_seat(self, where: str, row: dict[str, str]) -> None:
        country, role = split_code(self.check_code(row["code"], where))
        since, to = self.span_of_dates(row, where)
        for name in [row["name"], *self.many(row["aliases"])]:
            # a seat is shown by the words used for it: a row joins seats of one code
            self.put([name], "seat", country, role, name.removeprefix("the "), where, since=since, to=to)

    def take_region(self, where: str, row: dict[str, str]) -> None:
        if row["code"] not in REGIONS:
            raise DictionaryError(f"{where}: {row['code']!r} is not a CAMEO region code")
        self.put([row["name"], *self.many(row["aliases"])], "region", row["code"], "", row["name"], where)
        self.put(self.many(row["adjectives"]), "region", row["code"], "", row["name"], where, subkind="adjective")

    def take_organisation(self, where: str, row: dict[str, str]) -> None:
        self.take_body(where, row, "organisation")

    def take_media(self, where: str, row: dict[str, str]) -> None:
        self.take_body(where, row, "media")

    def take_body(self, where: str, row: dict[str, str], kind: str) -> None:
        if not row["name"]:
            raise DictionaryError(f"{where}: no name")
        country, role = split_code(self.check_code(row["code"], where))
        since, to = self.span_of_dates(row, where)
        if country and role[:3] in ("REB", "SEP", "INS"):
            self.dictionary.armed.add(country)
        self.put_bodies(row, kind, country, role, where, since, to)

    def put_bodies(
        self,
        row: dict[str, str],
        kind: str,
        country: str,
        role: str,
        where: str,
        since: date | None,
        to: date | None,
        subkind: str = "",
    ) -> None:
        """Names of a row; an alias written with + is a body of its own with the row's code, shown by its own name."""
        for alias in self.many(row["aliases"]):
            # outlets joined on one line are shown by their own names
            shown = alias.lstrip("+ ").removeprefix("the ") if alias[0] == "+" or kind == "media" else row["name"]
            self.put([alias.lstrip("+ ")], kind, country, role, shown, where, since=since, to=to, subkind=subkind)
        self.put([row["name"]], kind, country, role, row["name"], where, since=since, to=to, subkind=subkind)

    def take_party(self, where: str, row: dict[str, str]) -> None:
        """Political parties: GOVPTY in the periods of `in_office`, OPPPTY before, between and after them."""
        if not row["name"]:
            raise DictionaryError(f"{where}: no name")
        country = self.check_country(row["country"], where)
        end: date | None = None
        out: list[tuple[str, date | None, date | None]] = []
        for period in self.many(row["in_office"]):
            first, slash, last = period.partition("/")
            since, to = self.day(first, where), self.day(last, where, end=True)
            if not slash or since is None or (to and since > to) or (out and (end is None or since <= end)):
                raise DictionaryError(
                    f"{where}: period {period!r} of in_office is not FROM/TO after the period before it"
                )
            # the day of a hand-over belongs to the new government
            out.append(("OPPPTY", end, since - ONE_DAY))
            end = to if to is not None else None
            out.append(("GOVPTY", since, end - ONE_DAY if end is not None else None))
        if not out or end is not None:
            out.append(("OPPPTY", end, None))
        for role, since, to in out:
            if since is None or to is None or since <= to:
                self.put_bodies(row, "organisation", country, role, where, since, to, subkind="party")

    def take_agent(self, where: str, row: dict[str, str]) -> None:
        kind = row["kind"]
        if kind not in AGENT_KINDS:
            raise DictionaryError(f"{where}: kind {kind!r} is none of {', '.join(sorted(AGENT_KINDS))}")
        if not row["phrase"]:
            raise DictionaryError(f"{where}: no phrase")
        role = row["role"]
        if role[:3] in INTERNATIONAL:
            self.check_code(role, where)
        elif role != "=":
            self.check_role(role, where)
        generic = row["generic"] == "yes"
        # "=" in plural: the phrase is a plural already; "-": it has none
        given = row["plural"]
        self.put(
            [row["phrase"]],
            "agent",
            "",
            role,
            row["phrase"],
            where,
            subkind=kind,
            generic=generic,
            plural=given == "=",
        )
        plurals = [] if given in ("-", "=") else self.many(given) or [plural_of(row["phrase"])]
        self.put(plurals, "agent", "", role, row["phrase"], where, subkind=kind, generic=generic, plural=True)

    def take_title(self, where: str, row: dict[str, str]) -> None:
        if row["alone"] not in ("yes", "no"):
            raise DictionaryError(f"{where}: alone {row['alone']!r} is neither yes nor no")
        self.dictionary.titles[norm_name(row["title"])] = (
            self.check_country(row["country"], where),
            row["alone"] == "yes",
        )

    def take_modifier(self, where: str, row: dict[str, str]) -> None:
        if row["effect"] not in MODIFIER_EFFECTS:
            raise DictionaryError(f"{where}: effect {row['effect']!r} is none of {', '.join(sorted(MODIFIER_EFFECTS))}")
        self.put([row["word"]], "modifier", "", "", row["word"], where, subkind=row["effect"])

    def take_anaphor(self, where: str, row: dict[str, str]) -> None:
        if row["stands_for"] not in ANAPHOR_KINDS:
            raise DictionaryError(
                f"{where}: stands_for {row['stands_for']!r} is none of {', '.join(sorted(ANAPHOR_KINDS))}"
            )
        self.put([row["phrase"]], "anaphor", "", "", row["phrase"], where, subkind=row["stands_for"])

    def take_ambiguity(self, where: str, row: dict[str, str]) -> None:
        if not row["name"]:
            raise DictionaryError(f"{where}: no name")
        self.dictionary.ambiguous[norm(row["name"])] = Ambiguity(
            *(frozenset(norm(w) for w in row[c].split()) for c in ("not_before", "not_after", "against", "favour"))
        )

    def take_cities(self, where: str, row: dict[str, str]) -> None:
        country = self.check_country(row["country"], where)
        self.cities.update(dict.fromkeys(self.many(row["cities"]), (country, where)))

    def take_office(self, where: str, row: dict[str, str]) -> None:
        """One dated office; lines of the same name are one person."""
        d = self.dictionary
        name, country = row["name"], row["country"]
        if not name:
            raise DictionaryError(f"{where}: no name")
        if country[:3] in INTERNATIONAL:
            self.check_code(country, where)
            role = ""
        else:
            role = row["role"]
            if (country, role) not in self.checked:
                self.check_country(country, where)
                if role[:3] in INTERNATIONAL:
                    self.check_code(role, where)
                else:
                    self.check_role(role, where)
                self.checked.add((country, role))
        since, to = self.span_of_dates(row, where)
        key = (norm_name(name), row.get("person") or "")
        person = d.persons.get(key)
        if person is None:
            person = d.persons[key] = Person(name)
            self.known[key] = set()
        person.tenures.append(Tenure(country, role, row["office"], since, to, where))
        full = {name, *self.many(row["aliases"])}
        if country in SURNAME_LAST_ABROAD and name.count(" ") == 1:
            full.add(" ".join(reversed(name.split(" "))))  # "Hayashi Yoshimasa", "Orbán Viktor"
        alone = self.many(row["known_as"]) or [name.split()[-1]]
        self.put_person(full - self.known[key], "person", person, where)
        if alone != ["-"]:
            person.alone += [a for a in alone if a not in person.alone]
            self.put_person({a for a in alone if a not in self.known[key] and a not in full}, "surname", person, where)
        self.known[key] |= full | set(alone)

    def put_person(self, names: set[str], kind: str, person: Person, where: str) -> None:
        weak_surnames, add = self.dictionary.weak_surnames, self.dictionary.add
        for name in sorted(names) if len(names) > 1 else names:
            words = split_name(name)
            one = len(words) == 1
            entry = Entry("surname" if one else kind, "", "", person.name, where, case_of(words, True), person=person)
            if one and norm(name) in weak_surnames:
                entry.weak = True
            add(name, entry, words)


def norm_name(name: str) -> str:
    """Look-up form of a whole name."""
    return " ".join(norm(w) for w in split_name(name))


def plural_of(phrase: str) -> str:
    """Regular English plural of a phrase's head: the last word, or the word before "of"/"for"."""
    words = phrase.split(" ")
    at = next(
        (i - 1 for i, w in enumerate(words) if i and w in ("of", "for", "to", "in", "general-designate")),
        len(words) - 1,
    )
    word = words[at]
    if word.endswith("man") and word not in ("human", "german", "shaman"):
        plural = word[:-2] + "en"
    elif word.endswith(("s", "x", "ch", "sh", "z")) and not word.endswith("arch"):  # monarchs, oligarchs
        plural = word + "es"
    elif word.endswith("y") and word[-2:-1] not in "aeiou":
        plural = word[:-1] + "ies"
    else:
        plural = word + "s"
    return " ".join([*words[:at], plural, *words[at + 1 :]])


def _last_day(year: int, month: int) -> int:
    return 31 if month == 12 else (date(year, month + 1, 1) - date(year, month, 1)).days
