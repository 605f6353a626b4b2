"""Where a request comes from, which a proxy in front may know and anybody may claim."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)
from typing import TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

_MOST_HOPS = 20
_SITE_BITS = 64


def client_address(
    peer: str | None, forwarded_for: bytes | None, trusted: Sequence[Network]
) -> Address | None:
    """The address of the client: the peer's, unless that is a trusted proxy.

    A proxy adds on the right of X-Forwarded-For whom it had the request from. So the list is read
    from the right for as long as trusted proxies vouch for it; anybody may have written the rest.

    Arguments:
        peer: who is connected to us; None where that has no address.
        forwarded_for: the value of X-Forwarded-For, all lines of it.
    """
    client = _parse(peer or "")
    hops = (forwarded_for or b"").decode("latin-1").rsplit(",", _MOST_HOPS)[-_MOST_HOPS:]
    while client is not None and _is_one_of(client, trusted) and hops:
        hop = _parse(hops.pop())
        if hop is None:
            break
        client = hop
    return client


def counted_as(address: Address | None) -> str:
    """Whose requests are counted together: of IPv6 a /64, which is what one subscriber has."""
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, _SITE_BITS), strict=False))
    return str(address)


def _is_one_of(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)


def _parse(text: str) -> Address | None:
    """An address with or without a port, brackets and space around it."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
