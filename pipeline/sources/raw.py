"""What every source hands on: one raw article, or one rejection that says why there is none; and how an article is
identified.

Belongs here: the two records, canonical URLs, identities, hashes of raw content. Does not belong here: reading files,
fetching, or anything that looks inside an article's text (see pipeline.articles).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

# Query parameters that say how a reader came to the page, never which page it is.
_TRACKING = re.compile(
    r"(?:utm_.*|mc_[ce]id|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|ttclid|_ga|_gl|ocid|cmpid|cmp|ncid"
    r"|smid|smtyp|taid|ito|xtor|at_(?:medium|campaign|custom\d|link_.*|ptr_name|format|bbc_team)|feature=share"
    r"|ref_src|ref_url|rss|guccounter|guce_.*|__twitter_impression|spm|share(?:d|_?id)?|mkt_tok|s_cid|wt\.mc_id|rel=feed)",
    re.IGNORECASE,
)
_URL_SAFE = "!$&'()*+,;=:@/~-._"
MAX_URL = 4096


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article as it arrived, not yet looked at. `notes` says what had to be mended while reading (bad bytes,
    broken XML)."""

    raw_id: str
    source: str
    locator: str
    identity: str
    media_type: str
    content: bytes
    url: str | None
    title: str | None
    published: str | None
    fetched_at: datetime
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejection:
    """Something that gave no article: where it lies, at which stage it fell out, and one clear sentence saying why
    and what to do."""

    locator: str
    stage: str
    reason: str


def short_hash(*parts: str | bytes) -> str:
    """First 16 hex digits of the SHA-256 of the parts, each ended by a newline so that ("a", "bc") and ("ab", "c")
    differ."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part)
        digest.update(b"\n")
    return digest.hexdigest()[:16]


def raw_id(identity: str, content: bytes) -> str:
    """Identifier of one state of one article: changes when the content changes."""
    return short_hash(identity, content)


def article_id(identity: str) -> str:
    """Identifier of an article whatever its revision: the first 16 hex digits of the SHA-256 of its identity."""
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def canonical_url(url: str) -> str | None:
    """The form of an http(s) URL under which the same page is always found, or None where `url` is no such URL.

    Lower-cases scheme and host, takes http and https for the same page (https), drops user names, default ports,
    fragments, tracking parameters and trailing slashes, sorts the parameters that stay, and normalises
    percent-encoding. Idempotent.
    """
    url = url.strip()
    if not url or len(url) > MAX_URL or any(ord(c) < 33 or ord(c) == 127 for c in url):
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or re.search(r"[^\w.:-]", host):
        return None
    host = host.lower().rstrip(".")
    if not host:
        return None
    if ":" in host:
        host = f"[{host}]"
    if port not in (None, 80, 443):
        host = f"{host}:{port}"
    path = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", parts.path)
    # Only octets that mean the same with and without the escape are unescaped, so that %2F stays apart from /.
    path = re.sub(r"%([0-9A-Fa-f]{2})", _normal_escape, path)
    path = quote(path, safe=_URL_SAFE + "%").rstrip("/")
    pairs = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(k)]
    return urlunsplit(("https", host, path, urlencode(sorted(pairs)), ""))


def _normal_escape(match: re.Match[str]) -> str:
    octet = unquote(match.group(0), encoding="latin-1")
    return octet if octet.isascii() and (octet.isalnum() or octet in "-._~") else match.group(0).upper()


def host_of(url: str | None) -> str | None:
    """The host of an http(s) URL without a leading "www.", to name a source that has no other name."""
    canonical = canonical_url(url) if url else None
    if canonical is None:
        return None
    return urlsplit(canonical).netloc.removeprefix("www.") or None


def identity_of(*, url: str | None, guid: str | None, given_id: str | None, source: str, fallback: str) -> str:
    """What makes this article itself: its canonical URL, else the feed's guid, else the id it was given, else
    `fallback`.

    A guid or id that is a URL is made canonical; one that is not ("1", "a17") is only unique within its source, so the
    source goes before it.
    """
    if url and (canonical := canonical_url(url)):
        return canonical
    for name in (guid, given_id):
        if name and name.strip():
            name = name.strip()
            if len(name) > MAX_URL:
                name = short_hash(name)
            return canonical_url(name) or f"{source}#{name}"
    return fallback
