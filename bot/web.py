"""The only module that fetches pages from http(s) addresses; it never reaches into the network it runs in.

An address is written by whoever runs the import, but a page that it redirects to is not. So each host is looked up once,
every address found is checked, and the connection goes to a checked one: a name that answers otherwise the second time
gains nothing.
"""

import asyncio
import socket
from dataclasses import dataclass
from ipaddress import ip_address

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot import __version__
from bot.catalogue.wording import quoted
from bot.errors import OutsideError, UserError
from bot.importer.decoding import text_of
from bot.public_addresses import Address, Allowed, is_public, is_public_or_loopback, written_out

SECONDS = 20.0
"""How long one page may take, redirects and all."""

MAX_BYTES = 5_000_000
"""How long a page may be, unpacked."""

MAX_REDIRECTS = 5

_GONE = {404, 410}
_REDIRECTS = {301, 302, 303, 307, 308}
_TEXT_TYPES = {
    "application/javascript", "application/json", "application/toml", "application/xml", "application/x-yaml",
    "application/yaml",
}  # fmt: skip
_TEXT_ENDS = ("+json", "+xml", "+yaml")
_HEADERS = {"User-Agent": f"mentorix/{__version__}", "Accept": "text/*, application/xhtml+xml, */*;q=0.1"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave.

    Attributes:
        address: where the page was in the end, after redirects.
        data: the page's bytes, unpacked.
        kind: the content type without parameters, such as 'text/html'; empty where the server named none.
        charset: the encoding that the server named, if it named one.
    """

    address: str
    data: bytes
    kind: str
    charset: str | None


class AddressRefused(UserError):
    """An address that is not fetched from: not http(s), with a password, or in a private network."""


class Gone(OutsideError):
    """The server is there and says that the page is not."""


class NoText(OutsideError):
    """The page is there and is no text, such as a picture."""


async def fetch(
    address: str, *, seconds: float = SECONDS, max_bytes: int = MAX_BYTES, loopback_allowed: bool = False
) -> Fetched:
    """The page at an address, redirects followed.

    Args:
        address: `http://…` or `https://…`.
        seconds: how long all of it may take.
        max_bytes: how long the page may be, unpacked.
        loopback_allowed: fetch from this very machine too; only for tests.

    Raises:
        AddressRefused: the address, or one that it leads to, is not one to fetch from.
        OutsideError: the server cannot be reached, refuses, is too slow, or gives what is no text.
    """
    allowed = is_public_or_loopback if loopback_allowed else is_public
    connector = aiohttp.TCPConnector(resolver=_Resolver(allowed), use_dns_cache=False, force_close=True)
    limits = aiohttp.ClientTimeout(total=None)
    try:
        async with (
            asyncio.timeout(seconds),
            aiohttp.ClientSession(
                connector=connector, timeout=limits, headers=_HEADERS, cookie_jar=aiohttp.DummyCookieJar()
            ) as session,
        ):
            return await _followed(session, address, max_bytes, allowed)
    except TimeoutError as error:
        raise OutsideError(f"{_shown(address)}: no whole page within {seconds:g} seconds") from error
    except aiohttp.ClientError as error:
        raise OutsideError(f"{_shown(address)}: {_reason(error)}") from error


async def fetch_text(address: str) -> str:
    """The text of the page at an address.

    Raises:
        UserError: the address is not one to fetch from, or the page is empty or no text.
        OutsideError: the server cannot be reached, refuses, is too slow, or gives what is no text.
    """
    page = await fetch(address)
    return text_of(page.data, page.charset)


class _Resolver(AbstractResolver):
    """Looks hosts up and lets only allowed addresses through; a name with any other address is refused whole."""

    def __init__(self, allowed: Allowed) -> None:
        self._allowed = allowed
        self._inner = aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        try:
            found = await self._inner.resolve(host, port, family)
        except UnicodeError as error:
            raise OSError(f"{host} is no host name") from error
        for each in found:
            _check(ip_address(each["host"].partition("%")[0]), host, self._allowed)
        return found

    async def close(self) -> None:
        await self._inner.close()


def _check(ip: Address, host: str, allowed: Allowed) -> None:
    if not allowed(ip):
        raise AddressRefused(f"{quoted(host)} is in a local or private network; only public addresses are fetched")


async def _followed(session: aiohttp.ClientSession, address: str, max_bytes: int, allowed: Allowed) -> Fetched:
    url = _checked(address, allowed)
    for _ in range(MAX_REDIRECTS + 1):
        async with session.get(url, allow_redirects=False) as response:
            if response.status not in _REDIRECTS:
                return await _page(response, max_bytes)
            target = response.headers.get("Location")
        if not target:
            raise OutsideError(f"{_shown(str(url))}: leads on without saying where")
        url = _checked(_joined(url, target), allowed)
    raise OutsideError(f"{_shown(address)}: leads on more than {MAX_REDIRECTS} times")


def _joined(url: URL, target: str) -> str:
    try:
        return str(url.join(URL(target)))
    except ValueError as error:
        raise OutsideError(f"{_shown(str(url))}: leads on to {quoted(target)}, which is no address") from error


def _checked(address: str, allowed: Allowed) -> URL:
    """The address, if it is one to fetch from as far as can be told without looking its host up."""
    try:
        url = URL(address.strip())
        host, port = url.host, url.port
    except ValueError as error:
        raise AddressRefused(f"{_shown(address)} is no address such as https://example.org/page") from error
    if url.scheme and url.scheme not in {"http", "https"}:
        raise AddressRefused(f"{_shown(address)}: only http and https are fetched, and this is {url.scheme}")
    if not url.scheme or not host or port is None or len(address.split()) != 1:
        raise AddressRefused(f"{_shown(address)} is no address such as https://example.org/page")
    if url.user or url.password:
        raise AddressRefused(f"{_shown(address)}: addresses with a name or password in them are not fetched")
    if ip := written_out(host):
        _check(ip, host, allowed)  # the connector does not look up what is an IP address already
    return url


async def _page(response: aiohttp.ClientResponse, max_bytes: int) -> Fetched:
    address = str(response.url)
    if response.status != 200:
        failure = Gone if response.status in _GONE else OutsideError
        raise failure(f"{_shown(address)}: the server answers {response.status} {response.reason or ''}".rstrip())
    named = "Content-Type" in response.headers
    kind = response.content_type if named else ""
    if named and not _is_text(kind):
        raise NoText(f"{_shown(address)}: is {quoted(kind)}, where text is meant")
    data = bytearray()
    async for chunk in response.content.iter_chunked(65_536):
        data += chunk
        if len(data) > max_bytes:
            raise OutsideError(f"{_shown(address)}: longer than {max_bytes / 1e6:g} MB")
    if b"\0" in data[:65_536] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NoText(f"{_shown(address)}: gives bytes that are no text")
    return Fetched(address, bytes(data), kind, response.charset)


def _is_text(kind: str) -> bool:
    return kind.startswith("text/") or kind in _TEXT_TYPES or kind.endswith(_TEXT_ENDS)


def _reason(error: aiohttp.ClientError) -> str:
    match error:
        case aiohttp.ClientConnectorDNSError():
            return "there is no such host"
        case aiohttp.ClientSSLError():
            return "its certificate or encryption is not accepted"
        case aiohttp.ClientConnectorError():
            return "the server cannot be reached"
        case aiohttp.ContentTypeError() | aiohttp.ClientPayloadError():
            return "the server broke off in the middle of the page"
    return "the server does not answer as web servers do"


def _shown(address: str) -> str:
    """An address in a message: without what stands before '@', on one line, shortened."""
    return quoted(address, mark="")
