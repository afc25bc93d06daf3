"""Which IP addresses belong to the public internet; pure."""

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address

Allowed = Callable[[Address], bool]
"""Whether a connection may go to an address."""

_TRANSLATED = IPv6Network("64:ff9b::/96")
"""IPv4 addresses as translators carry them (RFC 6052)."""


def is_public(ip: Address) -> bool:
    """Whether an IP address belongs to the public internet, also the IPv4 address that an IPv6 one carries."""
    if isinstance(ip, IPv6Address) and (inner := _carried(ip)):
        return is_public(inner)
    strange = ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback or ip.is_link_local
    return ip.is_global and not strange


def _carried(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that packets to this one would be handed on to."""
    if ip in _TRANSLATED:
        return IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


def is_public_or_loopback(ip: Address) -> bool:
    """Also this very machine; only for tests."""
    return ip.is_loopback or is_public(ip)


def written_out(host: str) -> Address | None:
    """The IP address that a host is, also in the forms that computers read and people hardly write: 2130706433, 0x7f.1."""
    try:
        return ip_address(host)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host.rstrip(".")))
    except (OSError, ValueError):
        return None
