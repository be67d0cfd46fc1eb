"""Where a request comes from: the address of its peer, or what a proxy that is declared says of the one before it."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
LOOPBACK = ("127.0.0.0/8", "::1")
MOST = 1024  # characters of a header that are read, from its right end: twenty hops and more
HOUSEHOLD = 64  # bits of an IPv6 address that name one subscriber, who has all addresses under them


def networks(words: Iterable[str]) -> tuple[Network, ...]:
    """Declared proxies: addresses and networks. Raises ValueError, with the word, for others and for everybody."""
    found = tuple(ip_network(word.strip(), strict=False) for word in words)
    for one in found:
        if one.prefixlen == 0:  # who trusts all peers believes every forged header
            raise ValueError(f"{one} 包括所有地址")
    return found


def parse(word: str) -> Address | None:
    """An address as peers and proxies write it: with a port, in brackets, with a zone, IPv4 inside IPv6; None for garbage."""
    word = word.strip()
    if word.startswith("["):
        word = word[1:].partition("]")[0]
    elif word.count(":") == 1:  # IPv4 with a port; IPv6 has two colons at least
        word = word.partition(":")[0]
    try:
        # A zone (fe80::1%eth0) means something on one machine only, and no database's address holds it.
        found = ip_address(word.partition("%")[0])
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def is_within(address: Address | None, declared: Iterable[Network]) -> bool:
    """Whether the address is one of the declared."""
    return address is not None and any(address in network for network in declared)


def client_address(peer: str, forwarded: str, declared: tuple[Network, ...]) -> str:
    """Who really asks; "" when the peer has no address that can be read.

    ``forwarded`` is X-Forwarded-For: each proxy appends whom it heard, so it is read from the right. What stands left
    of the first undeclared address was written by that one, who may write anything. Garbage ends the reading, too: the
    last hop that is known stands for what lies behind it.
    """
    last = parse(peer)
    for word in _from_the_right(forwarded):
        if not is_within(last, declared):
            break
        heard = parse(word)
        if heard is None:
            break
        last = heard
    return str(last or "")


def _from_the_right(forwarded: str) -> list[str]:
    words = forwarded[-MOST:].split(",")
    if len(forwarded) > MOST:
        words = words[1:]  # its beginning is cut off
    return words[::-1]


def household(address: str) -> str:
    """What counts as one address where tries are counted: an IPv6 subscriber's whole network, an IPv4 address."""
    found = parse(address)
    if isinstance(found, IPv6Address):
        return str(ip_network((found, HOUSEHOLD), strict=False))
    return str(found or "")
