"""Fetching one address: polite, bounded, never where it should not go. All against a server on this machine."""

from __future__ import annotations

import gzip
import shutil
import socket
import subprocess
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.sources import web
from pipeline.sources.web import Answer, FetchError, Robots, Web, is_public, unpacked
from tests.web_server import Reply, Server


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as opened:
        yield opened


def get(server: Server, path: str, client: Web | None = None, **more: Any) -> Answer:
    client = client or Web(wait_initial=0.01)
    return client.get(server.url + path, local=server.host, **more)


def refused(server: Server, path: str, client: Web | None = None, **more: Any) -> FetchError:
    with pytest.raises(FetchError) as caught:
        get(server, path, client, **more)
    assert "\n" not in str(caught.value)
    return caught.value


def test_an_answer_is_kept_as_sent_and_unpacked(server: Server) -> None:
    packed = gzip.compress(b"words " * 100)
    server.answers["/a"] = Reply(
        packed, headers={"Content-Encoding": "gzip", "Content-Type": "text/html; charset=Koi8-R"}
    )
    answer = get(server, "/a", Web(contact="me@example.org"))
    assert (answer.wire, answer.body, answer.status) == (packed, b"words " * 100, 200)
    assert (answer.media_type, answer.charset, answer.header("CONTENT-encoding")) == ("text/html", "Koi8-R", "gzip")
    [request] = server.asked["/a"]
    assert "me@example.org" in request.headers["user-agent"]


def test_a_conditional_request_is_answered_304(server: Server) -> None:
    server.answers["/a"] = Reply(b"x", etag='"1"')
    assert get(server, "/a", etag='"1"').status == 304
    assert get(server, "/a", last_modified="Thu, 16 May 2024 10:00:00 GMT").status == 200
    assert server.asked["/a"][1].headers["if-modified-since"].startswith("Thu")
    server.answers["/a"] = Reply(status=304)
    assert "answers 304" in str(refused(server, "/a"))


def test_robots_txt_is_obeyed_asked_once_and_kept(server: Server) -> None:
    server.answers["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /secret\n")
    server.answers["/a"] = server.answers["/secret/b"] = Reply(b"x")
    client = Web()
    assert get(server, "/a", client).body == b"x"
    assert "robots.txt" in str(refused(server, "/secret/b", client))
    assert len(server.asked["/robots.txt"]) == 1 and not server.asked["/secret/b"]
    later = Web(robots={server.url: Robots("User-agent: *\nDisallow: /", datetime.now(UTC))})
    assert "robots.txt" in str(refused(server, "/a", later))


def test_a_robots_txt_that_cannot_be_had_forbids(server: Server) -> None:
    server.answers["/robots.txt"] = Reply(status=503)
    server.answers["/a"] = Reply(b"x")
    error = refused(server, "/a")
    assert "robots.txt" in str(error) and error.temporary and not server.asked["/a"]


def test_a_redirect_is_asked_for_its_robots_too(server: Server) -> None:
    server.answers["/robots.txt"] = Reply(b"User-agent: dragoman\nDisallow: /b\n")
    server.answers["/a"] = Reply(status=302, headers={"Location": "/b"})
    assert "robots.txt" in str(refused(server, "/a"))
    assert not server.asked["/b"]


def test_between_two_requests_to_a_host_there_is_a_pause(server: Server) -> None:
    server.answers["/a"] = Reply(b"x")
    client, began = Web(), time.monotonic()
    for _ in range(3):
        get(server, "/a", client, delay=0.1)
    assert time.monotonic() - began >= 0.3  # after robots.txt, and twice more


def test_errors_that_may_pass_are_tried_again(server: Server) -> None:
    server.answers["/a"] = [Reply(status=503), Reply(status=500), Reply(b"x")]
    assert get(server, "/a").body == b"x"
    server.answers["/b"] = Reply(status=502)
    assert refused(server, "/b").temporary
    assert len(server.asked["/b"]) == web.TRIES
    assert not refused(server, "/none").temporary
    assert len(server.asked["/none"]) == 1


def test_retry_after_is_waited_for_or_handed_on(server: Server) -> None:
    server.answers["/a"] = [Reply(status=429, headers={"Retry-After": "1"}), Reply(b"x")]
    began = time.monotonic()
    assert get(server, "/a").body == b"x"
    assert time.monotonic() - began >= 1.0
    server.answers["/b"] = Reply(status=503, headers={"Retry-After": "7200"})
    assert refused(server, "/b").retry_after == 7200
    assert len(server.asked["/b"]) == 1


def test_redirects_end_somewhere(server: Server) -> None:
    server.answers["/a"] = Reply(status=301, headers={"Location": "b"})
    server.answers["/b"] = Reply(b"x")
    assert get(server, "/a").url == f"{server.url}/b"
    server.answers["/loop"] = Reply(status=302, headers={"Location": "/loop"})
    assert "redirects more than" in str(refused(server, "/loop"))
    assert len(server.asked["/loop"]) == web.MAX_REDIRECTS + 1


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1:9/", "http://10.0.0.1/", "http://169.254.169.254/latest", "http://[::1]/", "http://localhost:1/",
     "http://2130706433:1/", "http://[::ffff:127.0.0.1]:1/"],
)  # fmt: skip
def test_no_redirect_leads_to_an_address_that_is_not_public(server: Server, target: str) -> None:
    server.answers["/a"] = Reply(status=302, headers={"Location": target})
    assert "not a public address" in str(refused(server, "/a"))


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://wire.example/", "http://me@wire.example/", "http://["])
def test_no_redirect_leads_out_of_the_web(server: Server, target: str) -> None:
    server.answers["/a"] = Reply(status=302, headers={"Location": target})
    assert "address" in str(refused(server, "/a"))


def test_a_host_that_is_not_declared_local_is_not_asked(server: Server) -> None:
    with pytest.raises(FetchError, match="not a public address"):
        Web().get(f"{server.url}/a")
    with pytest.raises(FetchError, match="not a public address"):
        Web().get(f"{server.url}/a", local="127.0.0.1:1")
    assert not server.asked


def test_the_address_that_was_looked_at_is_the_one_that_is_reached(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is public at the first look-up and private at the second gains nothing: there is no second."""
    looked: list[str] = []

    def resolve(host: str, port: int, **_: Any) -> list[Any]:
        looked.append(host)
        address = "93.184.216.34" if len(looked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    reached: list[Any] = []

    def connect(self: socket.socket, address: Any) -> None:
        reached.append(address)
        raise ConnectionRefusedError("no")

    monkeypatch.setattr(web.socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(FetchError, match="cannot be had"):
        Web(wait_initial=0.01)._follow("http://rebind.example/", {}, 0, None, robots=True)
    assert looked == ["rebind.example"] and reached == [("93.184.216.34", 80)]


def test_bodies_are_bounded(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MAX_WIRE", 1000)
    server.answers["/big"] = Reply(b"a" * 1001)
    assert "more than 1,000 bytes" in str(refused(server, "/big"))
    server.answers["/endless"] = Reply(b"a" * 100_000, length=False)
    assert "more than 1,000 bytes" in str(refused(server, "/endless"))


def test_a_gzip_bomb_is_not_unpacked(server: Server) -> None:
    bomb = gzip.compress(b"\0" * (web.MAX_BODY + 1), 9)
    assert len(bomb) < 20_000
    server.answers["/bomb"] = Reply(bomb, headers={"Content-Encoding": "gzip"})
    error = refused(server, "/bomb")
    assert "unpacks to more than" in str(error) and not error.temporary


def test_truncated_bodies_are_tried_again(server: Server) -> None:
    server.answers["/cut"] = [Reply(b"a" * 100, cut=50), Reply(b"a" * 100)]
    assert get(server, "/cut").body == b"a" * 100
    chunked = Reply(b"5\r\nabcde\r\n5\r\nab", headers={"Transfer-Encoding": "chunked"}, length=False)
    server.answers["/chunked"] = chunked
    assert "breaks off" in str(refused(server, "/chunked"))
    packed = gzip.compress(b"words " * 100)
    server.answers["/packed"] = Reply(packed[:-9], headers={"Content-Encoding": "gzip"})
    assert "breaks off within its gzip" in str(refused(server, "/packed"))


def test_an_answer_that_trickles_in_is_broken_off(server: Server) -> None:
    server.answers["/slow"] = Reply(b"a" * 1000, trickle=0.05)
    client, began = Web(whole_seconds=0.4, wait_initial=0.01), time.monotonic()
    assert "takes longer than 0.4 seconds" in str(refused(server, "/slow", client))
    assert time.monotonic() - began < 5
    server.answers["/silent"] = Reply(b"a", pause=30)
    assert "in time" in str(refused(server, "/silent", Web(read_seconds=0.2, wait_initial=0.01)))


def test_nobody_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(FetchError, match="cannot be reached"):
        Web(wait_initial=0.01).get(f"http://127.0.0.1:{port}/", local=f"127.0.0.1:{port}")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_a_certificate_nobody_vouches_for_is_not_believed(server: Server, tmp_path: Path) -> None:
    names = ["-keyout", str(tmp_path / "key"), "-out", str(tmp_path / "cert"), "-subj", "/CN=127.0.0.1"]
    more = ["-addext", "subjectAltName=IP:127.0.0.1", "-days", "1", "-nodes", "-newkey", "rsa:2048"]
    subprocess.run(["openssl", "req", "-x509", *names, *more], check=True, capture_output=True)
    server.secure(tmp_path / "cert", tmp_path / "key")
    server.answers["/a"] = Reply(b"x")
    assert "no TLS certificate that can be trusted" in str(refused(server, "/a"))
    assert not server.asked


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1::1", True), ("64:ff9b::5db8:d822", True),
        ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False), ("0.0.0.0", False),
        ("169.254.169.254", False), ("100.64.0.1", False), ("224.0.0.1", False), ("255.255.255.255", False),
        ("::1", False), ("::", False), ("fe80::1%eth0", False), ("fc00::1", False), ("::ffff:10.0.0.1", False),
        ("2002:0a00:0001::1", False), ("64:ff9b::7f00:1", False), ("ff02::1", False), ("nonsense", False),
    ],
)  # fmt: skip
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_deflate_in_both_forms() -> None:
    raw = zlib.compressobj(wbits=-15)
    assert unpacked(zlib.compress(b"abc" * 50), "deflate") == b"abc" * 50
    assert unpacked(raw.compress(b"abc" * 50) + raw.flush(), "deflate") == b"abc" * 50
    with pytest.raises(FetchError, match="packed as br"):
        unpacked(b"x", "br")


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "", "br", "gzip, gzip"]))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_unpacked_or_refused(data: bytes, encoding: str) -> None:
    try:
        assert isinstance(unpacked(data, encoding), bytes)
    except FetchError as error:
        assert str(error)


@given(st.binary(max_size=400))
@settings(max_examples=60, deadline=None)
def test_any_robots_txt_and_any_answer_give_an_answer_or_a_reason(data: bytes) -> None:
    with Server() as server:
        server.answers["/robots.txt"] = Reply(data)
        server.answers["/a"] = Reply(data, headers={"Content-Encoding": "gzip"} if data[:1] < b"a" else {})
        try:
            assert get(server, "/a", Web(wait_initial=0.001)).status == 200
        except FetchError as error:
            assert str(error)
