"""Pages are fetched from the public internet only, within limits; everything else is a sentence."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from ipaddress import ip_address

import pytest
from aiohttp import web

from bot.errors import OutsideError, UserError
from bot.public_addresses import is_public
from bot.web import MAX_REDIRECTS, AddressRefused, Fetched, fetch

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
Serve = Callable[[Answer], Awaitable[str]]


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Starts a web server on this machine that answers everything in one way; gives its address."""
    runners: list[web.ServerRunner] = []

    async def started(answer: Answer) -> str:
        runner = web.ServerRunner(web.Server(answer), shutdown_timeout=0.1)  # type: ignore[arg-type]
        await runner.setup()
        runners.append(runner)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runners[-1].addresses[0][:2]
        return f"http://{host}:{port}"

    yield started
    for runner in runners:
        await runner.cleanup()


def text(body: str, kind: str = "text/html", **more: str) -> Answer:
    """An answer that is always the same."""

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(text=body, content_type=kind, headers=more)

    return answer


async def local(address: str, **more: float) -> Fetched:
    """Fetch with loopback allowed."""
    return await fetch(address, loopback_allowed=True, **more)  # type: ignore[arg-type]


async def test_a_page_is_fetched_with_its_address_kind_and_encoding(serve: Serve) -> None:
    home = await serve(text("<h1>Ideas</h1>"))
    page = await local(home + "/ideas")
    assert page == Fetched(home + "/ideas", b"<h1>Ideas</h1>", "text/html", "utf-8")


async def test_redirects_are_followed_and_the_last_address_is_told(serve: Serve) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path == "/there":
            return web.Response(text="here")
        return web.Response(status=302, headers={"Location": "/there"})

    home = await serve(answer)
    assert (await local(home)).address == home + "/there"


async def test_too_many_redirects_end(serve: Serve) -> None:
    asked: list[str] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        return web.Response(status=302, headers={"Location": f"/{len(asked)}"})

    home = await serve(answer)
    with pytest.raises(OutsideError, match="leads on more than 5 times"):
        await local(home)
    assert len(asked) == MAX_REDIRECTS + 1


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest",
        "http://[fd00::1]/",
        "file:///etc/passwd",
        "http://user:word@example.org/",
    ],
)
async def test_a_redirect_is_held_to_the_same_rules(serve: Serve, target: str) -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": target})

    with pytest.raises(AddressRefused):
        await local(await serve(answer))


@pytest.mark.parametrize(
    "location", ["", "http://[", "http://a:99999999/"], ids=["none", "broken bracket", "impossible port"]
)
async def test_a_redirect_to_nowhere_is_told(serve: Serve, location: str) -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=301, headers={"Location": location} if location else {})

    with pytest.raises((OutsideError, UserError)):
        await local(await serve(answer))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "127.1",
        "2130706433",
        "0x7f.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",  # noqa: S104
    ],
)
async def test_this_machine_is_refused_however_it_is_written(serve: Serve, host: str) -> None:
    asked: list[str] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        return web.Response(text="secret")

    port = (await serve(answer)).rpartition(":")[2]
    with pytest.raises((AddressRefused, OutsideError)):
        await fetch(f"http://{host}:{port}/")
    assert asked == []


@pytest.mark.parametrize("host", ["2130706433", "127.1", "0x7f.1", "0177.0.0.1", "127.0.0.1.", "167772161"])
async def test_an_unusual_way_to_write_a_local_address_is_named_as_such(host: str) -> None:
    with pytest.raises(AddressRefused, match="in a local or private network"):
        await fetch(f"http://{host}/")


@pytest.mark.parametrize("address", ["ftp://harbour.example.org/ideas", "file:///etc/passwd"])
async def test_other_schemes_are_named(address: str) -> None:
    with pytest.raises(AddressRefused, match="only http and https are fetched"):
        await fetch(address)


@pytest.mark.parametrize(
    ("ip", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("::ffff:93.184.216.34", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_only_addresses_of_the_public_internet_are_public(ip: str, public: bool) -> None:  # noqa: FBT001
    assert is_public(ip_address(ip)) is public


@pytest.mark.parametrize("address", ["ideas.md", "", "http://", "//example.org", "http://a b/", "http://[::"])
async def test_what_is_no_web_address_is_refused(address: str) -> None:
    with pytest.raises(AddressRefused, match="no address such as https"):
        await fetch(address)


async def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(AddressRefused) as refused:
        await fetch("https://ada:hunter2@example.org/")
    assert "hunter2" not in str(refused.value)


async def test_a_long_page_is_refused_also_when_it_is_packed(serve: Serve) -> None:
    packed = gzip.compress(b"a" * 300_000)

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(body=packed, headers={"Content-Encoding": "gzip", "Content-Type": "text/plain"})

    home = await serve(answer)
    assert len((await local(home, max_bytes=300_000)).data) == 300_000
    with pytest.raises(OutsideError, match=r"longer than 0\.1 MB"):
        await local(home, max_bytes=100_000)


async def test_a_server_that_never_ends_is_left(serve: Serve) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        await asyncio.Event().wait()
        return response

    with pytest.raises(OutsideError, match=r"no whole page within 0\.2 seconds"):
        await local(await serve(answer), seconds=0.2)


@pytest.mark.parametrize("kind", ["image/png", "application/pdf", "application/octet-stream"])
async def test_what_is_no_text_is_refused(serve: Serve, kind: str) -> None:
    with pytest.raises(OutsideError, match=kind):
        await local(await serve(text("x", kind)))


@pytest.mark.parametrize("kind", ["text/x-rst", "application/json", "application/xhtml+xml", "application/yaml"])
async def test_text_of_many_kinds_is_read(serve: Serve, kind: str) -> None:
    assert (await local(await serve(text("x", kind)))).kind == kind


async def test_bytes_that_call_themselves_text_are_refused(serve: Serve) -> None:
    with pytest.raises(OutsideError, match="no text"):
        await local(await serve(text("PK\0\0")))


@pytest.mark.parametrize("status", [404, 403, 500])
async def test_a_refusal_is_told_with_its_number(serve: Serve, status: int) -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status)

    with pytest.raises(OutsideError, match=str(status)):
        await local(await serve(answer))


async def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(OutsideError, match="cannot be reached"):
        await local("http://127.0.0.1:1/")


async def test_a_host_that_cannot_be_is_told() -> None:
    with pytest.raises(OutsideError, match="no such host"):
        await local(f"http://{'x' * 64}.example/")


async def test_a_server_that_breaks_off_is_told() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100\r\n\r\nhalf")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(talk, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(OutsideError, match="broke off"):
            await local(f"http://127.0.0.1:{port}/")


async def test_a_server_that_speaks_something_else_is_told() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(b"220 mail.example.org ESMTP\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(talk, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(OutsideError, match="does not answer as web servers do"):
            await local(f"http://127.0.0.1:{port}/")
