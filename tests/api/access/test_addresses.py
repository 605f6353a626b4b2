"""Whose address a request comes from, whatever it claims."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest

from service.api.access.addresses import client_address, counted_as

PROXIES = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "client"),
    [
        ("203.0.113.7", None, "203.0.113.7"),
        ("203.0.113.7", b"192.0.2.1", "203.0.113.7"),
        ("10.0.0.1", None, "10.0.0.1"),
        ("10.0.0.1", b"", "10.0.0.1"),
        ("10.0.0.1", b"192.0.2.1", "192.0.2.1"),
        ("10.0.0.1", b"198.51.100.9, 192.0.2.1", "192.0.2.1"),
        ("10.0.0.1", b"198.51.100.9, 192.0.2.1, 10.0.0.2", "192.0.2.1"),
        ("10.0.0.1", b"10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("10.0.0.1", b"192.0.2.1, unknown, 10.0.0.2", "10.0.0.2"),
        ("10.0.0.1", b"192.0.2.1,", "10.0.0.1"),
        ("10.0.0.1", b"\xff\x00", "10.0.0.1"),
        ("10.0.0.1", b"192.0.2.1:4711", "192.0.2.1"),
        ("10.0.0.1", b"[2001:db8::7]:4711", "2001:db8::7"),
        ("10.0.0.1", b" 2001:db8::7 ", "2001:db8::7"),
        ("fd00::1", b"192.0.2.1", "192.0.2.1"),
        ("::ffff:10.0.0.1", b"::ffff:192.0.2.1", "192.0.2.1"),
        ("10.0.0.1", b"192.0.2.1" + b", 10.0.0.2" * 19, "192.0.2.1"),
        ("10.0.0.1", b"192.0.2.1" + b", 10.0.0.2" * 7_000, "10.0.0.2"),
    ],
)
def test_only_what_trusted_proxies_vouch_for_is_believed(
    peer: str, forwarded_for: bytes | None, client: str
) -> None:
    assert client_address(peer, forwarded_for, PROXIES) == ip_address(client)


@pytest.mark.parametrize("peer", [None, "", "testclient"])
def test_a_peer_without_an_address_has_none(peer: str | None) -> None:
    assert client_address(peer, b"192.0.2.1", PROXIES) is None


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
    ],
)
def test_addresses_of_one_subscriber_count_together(address: str, counted: str) -> None:
    assert counted_as(ip_address(address)) == counted


def test_those_without_an_address_count_together() -> None:
    assert counted_as(None) == "None"
