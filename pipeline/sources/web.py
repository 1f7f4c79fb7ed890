"""One answer from the web: asked for politely, bounded in every way, never from an address that is not public.

Belongs here: robots.txt, delays, retries, redirects, addresses, TLS, size, time, compression. Does not belong here:
what an answer says (feed, pages), which addresses are asked (fetch).

Nothing an answer holds is believed: a name is resolved once and that very address is connected to, after each redirect
anew, and what is read is cut off by bytes and by the clock.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

import stamina
import stamina.instrumentation
import urllib3
from protego import Protego
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import Timeout, parse_url

from pipeline import __version__

stamina.instrumentation.set_on_retry_hooks([])  # a retry is no news; what failed in the end is told

CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0  # between two pieces of an answer
WHOLE_SECONDS = 60.0  # for one answer, however it trickles in
MAX_WIRE = 16 * 1024 * 1024  # bytes as sent
MAX_BODY = 16 * 1024 * 1024  # bytes unpacked
MAX_ROBOTS = 512 * 1024
MAX_REDIRECTS = 5
TRIES = 3
LONGEST_WAIT = 60.0  # seconds waited within a run for a site that asks to come back later, or between two requests
ROBOTS_KEPT = timedelta(hours=24)
# What a site answers when another try may help.
_TEMPORARY = {408, 421, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524}
_AGENT = "dragoman"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class FetchError(Exception):
    """No answer that can be used; the message is one clear sentence. `temporary`: another try may help, after
    `retry_after` seconds where the site says so."""

    def __init__(self, message: str, *, temporary: bool = False, retry_after: float | None = None) -> None:
        super().__init__(" ".join(message.split()))
        self.temporary = temporary
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Answer:
    """A good answer (200, or 304 with no body). `url` is where it came from after redirects, `wire` the body as sent,
    `body` the body unpacked."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    wire: bytes
    body: bytes
    fetched_at: datetime

    def header(self, name: str) -> str | None:
        """The first header of a name, whatever its case."""
        return next((value for given, value in self.headers if given.lower() == name.lower()), None)

    @property
    def media_type(self) -> str:
        """The media type it claims, in lower case, "" where it claims none."""
        return (self.header("content-type") or "").split(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The charset its Content-Type claims."""
        match = re.search(r"charset\s*=\s*[\"']?([\w:.-]{2,40})", self.header("content-type") or "", re.IGNORECASE)
        return match.group(1) if match else None


@dataclass(frozen=True, slots=True)
class Robots:
    """The robots.txt of one origin ("https://wire.example"), "" where it has none."""

    text: str
    fetched_at: datetime


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Web:
    """What a run fetches with; may be used by several threads. `robots` is carried on from run to run."""

    contact: str = ""
    robots: dict[str, Robots] = field(default_factory=dict)
    now: Callable[[], datetime] = _now
    whole_seconds: float = WHOLE_SECONDS
    read_seconds: float = READ_SECONDS
    wait_initial: float = 2.0  # seconds before the second try; doubled before the third
    _rules: dict[str, Protego] = field(default_factory=dict, repr=False)
    _gates: dict[str, _Gate] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        delay: float = 0.0,
        local: str | None = None,
    ) -> Answer:
        """The answer to a GET of `url`, following redirects; 304 only where `etag` or `last_modified` was given.

        `delay` is the least time in seconds between two requests to one host; `local` a host:port that may be private.
        Raises FetchError, after up to TRIES tries where it is temporary.
        """
        asked = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in asked.items() if value}
        for attempt in stamina.retry_context(
            on=_backoff, attempts=TRIES, timeout=None, wait_initial=self.wait_initial, wait_max=LONGEST_WAIT / 2,
            wait_jitter=self.wait_initial / 2,
        ):  # fmt: skip
            with attempt:
                return self._follow(url, headers, delay, local, robots=True)
        raise AssertionError("a retry ends with an answer or an error")

    def _follow(self, url: str, headers: dict[str, str], delay: float, local: str | None, *, robots: bool) -> Answer:
        for _ in range(MAX_REDIRECTS + 1):
            origin = _origin(url)
            if robots:
                delay = max(delay, self._allowed(origin, url, local))
            answer = self._once(url, headers, delay, local, MAX_WIRE if robots else MAX_ROBOTS)
            target = answer.header("location")
            if answer.status not in (301, 302, 303, 307, 308) or not target:
                break
            try:
                target = urljoin(url, target.strip())
            except ValueError:
                raise FetchError(f"redirects to {target[:200]!r}, which is no address that can be read") from None
            if origin.startswith("https:") and not _origin(target).startswith("https:"):
                raise FetchError(f"sends on from https to {target[:200]}; only https is followed from there")
            url = target
        else:
            raise FetchError(f"redirects more than {MAX_REDIRECTS} times; correct the address")
        if answer.status == 200 or (answer.status == 304 and headers):
            return answer
        if answer.status in _TEMPORARY:
            wait = _seconds(answer.header("retry-after"), answer.fetched_at)
            raise FetchError(f"answers {answer.status}; tried again later", temporary=True, retry_after=wait)
        if not robots and 400 <= answer.status < 500:
            return answer
        raise FetchError(f"answers {answer.status}; check the address")

    def _allowed(self, origin: str, url: str, local: str | None) -> float:
        """Raise FetchError where robots.txt forbids `url`; else the Crawl-delay it asks for, in seconds."""
        known = self.robots.get(origin)
        if known is None or self.now() - known.fetched_at > ROBOTS_KEPT:
            try:
                answer = self._follow(f"{origin}/robots.txt", {}, 0.0, local, robots=False)
            except FetchError as error:  # RFC 9309: what cannot be asked is taken as forbidden
                text = f"robots.txt of {origin} cannot be had ({error}); nothing is fetched there until it can"
                raise FetchError(text, temporary=error.temporary, retry_after=error.retry_after) from None
            text = answer.body.decode("utf-8", "replace") if answer.status == 200 else ""
            known = Robots(text, self.now())
            self.robots[origin] = known
            self._rules.pop(origin, None)
        rules = self._rules.get(origin)
        if rules is None:
            rules = self._rules[origin] = Protego.parse(known.text)
        if not rules.can_fetch(url, _AGENT):
            raise FetchError("is forbidden by the site's robots.txt; ask the publisher or take the source out")
        return min(float(rules.crawl_delay(_AGENT) or 0.0), LONGEST_WAIT)

    def _once(self, url: str, headers: dict[str, str], delay: float, local: str | None, limit: int) -> Answer:
        """One request and its whole answer, whatever its status."""
        parts = parse_url(url)
        host, port = parts.host or "", parts.port or (443 if parts.scheme == "https" else 80)
        allowed = host_port(url) == local
        watch = _Watch(self.whole_seconds)
        timeout = Timeout(connect=CONNECT_SECONDS, read=self.read_seconds)
        pool: urllib3.HTTPConnectionPool
        if parts.scheme == "https":
            pool = urllib3.HTTPSConnectionPool(host, port, timeout, ssl_context=ssl.create_default_context())
            pool.ConnectionCls = _connection(HTTPSConnection, allowed, watch)  # type: ignore[assignment]
        else:
            pool = urllib3.HTTPConnectionPool(host, port, timeout)
            pool.ConnectionCls = _connection(HTTPConnection, allowed, watch)
        contact = f"; +{self.contact}" if self.contact else ""
        with self._gate(host_port(url)).turn(delay), closing(pool), watch:
            try:
                response = pool.urlopen(
                    "GET",
                    parts.request_uri,
                    headers={
                        "User-Agent": f"{_AGENT}/{__version__} (news research{contact})",
                        "Accept-Encoding": "gzip, deflate",
                        "Accept": "application/rss+xml, application/atom+xml, application/xml, text/html, */*;q=0.5",
                        "Connection": "close",
                        **headers,
                    },
                    redirect=False,
                    retries=False,
                    preload_content=False,
                    decode_content=False,
                )
                wire = _bounded(response, limit)
            except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
                raise self._why(error, watch) from None
            if watch.rang:
                raise self._why(None, watch)
        given = response.headers.get("content-length", "")
        if given.isdigit() and int(given) > len(wire) and response.status == 200:
            raise FetchError(f"breaks off after {len(wire):,} of {given[:12]} bytes; tried again later", temporary=True)
        pairs = tuple((str(name), str(value)) for name, value in response.headers.items())
        body = unpacked(wire, response.headers.get("content-encoding", "")) if response.status == 200 else b""
        return Answer(url, response.status, pairs, wire, body, self.now())

    def _why(self, error: Exception | None, watch: _Watch) -> FetchError:
        if watch.refused:
            return FetchError(watch.refused)
        if watch.rang:
            return FetchError(f"takes longer than {self.whole_seconds:g} seconds; tried again later", temporary=True)
        reason = getattr(error, "reason", None) or error
        if isinstance(error, urllib3.exceptions.SSLError) or isinstance(reason, ssl.SSLError):
            return FetchError(f"has no TLS certificate that can be trusted ({_short(reason)})", temporary=True)
        if isinstance(error, urllib3.exceptions.NameResolutionError):
            return FetchError("has a host name that cannot be resolved; check the address", temporary=True)
        refused = isinstance(error, urllib3.exceptions.NewConnectionError)  # which urllib3 counts as a timeout too
        if isinstance(error, urllib3.exceptions.TimeoutError) and not refused:
            return FetchError("does not answer in time; tried again later", temporary=True)
        return FetchError(f"cannot be reached or breaks off ({_short(reason)}); tried again later", temporary=True)

    def _gate(self, host: str) -> _Gate:
        with self._lock:
            return self._gates.setdefault(host, _Gate())


def _backoff(error: Exception) -> bool | float:
    """Whether to try again, or after how many seconds."""
    if not isinstance(error, FetchError) or not error.temporary:
        return False
    if error.retry_after is None:
        return True
    return error.retry_after if error.retry_after <= LONGEST_WAIT else False


def _short(error: object) -> str:
    return " ".join(re.sub(r"<[^>]*>|\bobject at \w+", "", str(error) or type(error).__name__).split())[:120]


def _origin(url: str) -> str:
    """The origin of an http(s) address; raises FetchError for any other."""
    try:
        parts = parse_url(url)
    except urllib3.exceptions.LocationParseError:
        raise FetchError(f"{url[:200]!r} is no address that can be read; correct it") from None
    if parts.scheme not in ("http", "https") or not parts.host or parts.auth or len(url) > 4096:
        raise FetchError(f"{url[:200]!r} is no http address without a user name; correct it")
    return f"{parts.scheme}://{parts.netloc}"


def host_port(url: str) -> str:
    """The host:port of an http(s) address, as `local` takes it."""
    parts = parse_url(url)
    return f"{parts.host}:{parts.port or (443 if parts.scheme == 'https' else 80)}"


def _seconds(retry_after: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for: a number or a date; None where it says nothing of sense."""
    if not retry_after:
        return None
    if retry_after.strip().isdigit():
        return float(min(int(retry_after.strip()[:9]), 86_400))
    try:
        when = parsedate_to_datetime(retry_after)
    except (TypeError, ValueError):
        return None
    when = when.replace(tzinfo=UTC) if when.tzinfo is None else when
    return min(max((when - now).total_seconds(), 0.0), 86_400.0)


def _bounded(response: urllib3.BaseHTTPResponse, limit: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while chunk := response.read1(65_536, decode_content=False):
        size += len(chunk)
        if size > limit:
            raise FetchError(f"sends more than {limit:,} bytes, the most that is read; take the source out")
        chunks.append(chunk)
    return b"".join(chunks)


def unpacked(wire: bytes, encoding: str, limit: int = MAX_BODY) -> bytes:
    """A body without its Content-Encoding (gzip, deflate or none). Raises FetchError beyond `limit` bytes, for other
    encodings and for broken ones."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity", "none") or not wire:
        return wire
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(f"is packed as {encoding[:40]}, which was not asked for; tried again later", temporary=True)
    raw_deflate = encoding == "deflate" and not (wire[0] & 0x0F == 8 and int.from_bytes(wire[:2], "big") % 31 == 0)
    try:
        machine = zlib.decompressobj(-zlib.MAX_WBITS if raw_deflate else zlib.MAX_WBITS | 32)
        body = machine.decompress(wire, limit + 1)
    except zlib.error as error:
        raise FetchError(
            f"is not {encoding} as it claims ({_short(error)}); tried again later", temporary=True
        ) from None
    if len(body) > limit:
        raise FetchError(f"unpacks to more than {limit:,} bytes, the most that is read; take the source out")
    if not machine.eof:
        raise FetchError(f"breaks off within its {encoding} body; tried again later", temporary=True)
    return body


# -- connecting --------------------------------------------------------------------------------------------------------


class _Gate:
    """One request at a time to a host, and a pause between two."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = float("-inf")

    @contextmanager
    def turn(self, delay: float) -> Iterator[None]:
        with self._lock:
            if (wait := self._last + delay - time.monotonic()) > 0:
                time.sleep(wait)
            try:
                yield
            finally:
                self._last = time.monotonic()


class _Watch:
    """Breaks a request off when its time is up, whatever it waits for: it shuts the socket down from beside."""

    def __init__(self, seconds: float) -> None:
        self.rang = False
        self.refused = ""  # why an address was not connected to
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True

    def __enter__(self) -> _Watch:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        if self._socket is not None:
            self._socket.close()

    def over(self, sock: socket.socket) -> None:
        """Watch over a socket from now on (a duplicate: TLS takes the socket itself over)."""
        self._socket = sock.dup()
        if self.rang:
            self._ring()

    def _ring(self) -> None:
        self.rang = True
        try:
            if self._socket is not None:
                self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:  # closed already
            pass


def _connection(base: type[HTTPConnection], local: bool, watch: _Watch) -> type[HTTPConnection]:
    """A class of connections that reach public addresses only (any, where `local`)."""

    class Connection(base):  # type: ignore[valid-type, misc]
        def _new_conn(self) -> socket.socket:
            try:
                found = socket.getaddrinfo(self._dns_host, self.port, type=socket.SOCK_STREAM)
            except (socket.gaierror, UnicodeError) as error:
                error = error if isinstance(error, socket.gaierror) else socket.gaierror(str(error))
                raise urllib3.exceptions.NameResolutionError(self.host, self, error) from error
            there = [entry for entry in found if local or is_public(str(entry[4][0]))]
            if not there:
                where = found[0][4][0] if found else "nowhere"
                watch.refused = (
                    f"leads to {where}, which is not a public address; declare the source local if it is yours"
                )
                raise urllib3.exceptions.NewConnectionError(self, watch.refused)
            last: OSError | None = None
            for family, kind, protocol, _, address in there[:4]:
                sock = socket.socket(family, kind, protocol)
                try:
                    sock.settimeout(CONNECT_SECONDS)
                    sock.connect(address)
                except OSError as error:
                    sock.close()
                    last = error
                    continue
                watch.over(sock)
                return sock
            raise urllib3.exceptions.NewConnectionError(self, str(last))

    return Connection


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet; one that wraps another is judged by that as well."""
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback)
