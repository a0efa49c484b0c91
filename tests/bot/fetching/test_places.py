"""Where a fetch may go."""

import ipaddress

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fetching.places import FetchError, Rules, is_public, place, resolved

REFUSED = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1",
    "240.0.0.1", "255.255.255.255", "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1",
    "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::1", "3fff::1", "fc00::1",
    "fd12::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "ff0e::1", "5f00::1", "", "localhost", "1", "0x7f.1",
]  # fmt: skip
ONLY_PUBLIC = Rules()
PUBLIC = ["8.8.8.8", "93.184.216.34", "1.1.1.1", "2606:4700::1111", "2a00:1450:4001:80b::200e"]


def test_private_reserved_and_embedding_addresses_are_not_public():
    assert [one for one in REFUSED if is_public(one)] == []
    assert [one for one in PUBLIC if not is_public(one)] == []


@given(st.ip_addresses())
def test_what_is_public_is_never_of_a_network_of_ones_own(address):
    if is_public(str(address)):
        assert address.is_global
        kinds = "private", "loopback", "link_local", "multicast", "reserved", "unspecified"
        assert not any(getattr(address, f"is_{kind}") for kind in kinds)
        assert getattr(address, "ipv4_mapped", None) is None
        assert getattr(address, "sixtofour", None) is None
        assert getattr(address, "teredo", None) is None


@given(st.ip_addresses(v=4))
def test_no_way_of_writing_an_ipv4_address_into_an_ipv6_one_is_public(address):
    for prefix in ("::ffff:0:0", "64:ff9b::", "64:ff9b:1::", "::"):
        assert not is_public(str(ipaddress.IPv6Address(int(ipaddress.IPv6Address(prefix)) + int(address))))
    assert not is_public(str(ipaddress.IPv6Address((0x2002 << 112) + (int(address) << 80))))


def _resolving(*addresses):
    asked = []

    async def resolve(host, port):
        asked.append((host, port))
        return addresses

    resolve.asked = asked
    return resolve


async def _refusal(url, *addresses, rules=ONLY_PUBLIC):
    with pytest.raises(FetchError) as caught:
        await place(httpx.URL(url), rules, _resolving(*(addresses or ("8.8.8.8",))))
    return str(caught.value)


async def test_every_refusal_says_why():
    assert "neither http nor https" in await _refusal("file:///etc/passwd")
    assert "neither http nor https" in await _refusal("ftp://news.example/feed")
    assert "neither http nor https" in await _refusal("gopher://news.example/")
    assert "neither http nor https" in await _refusal("/feed")
    assert "neither http nor https" in await _refusal("https:///feed")
    assert await _refusal("http://news.example/") == "leads to an address without https"
    assert "user name or password" in await _refusal("https://me:secret@news.example/")
    assert "secret" not in await _refusal("https://me:secret@news.example/")
    assert "port 0, which there is not" in await _refusal("https://news.example:0/")
    assert "port 65536, which there is not" in await _refusal("https://news.example:65536/")
    assert await _refusal("https://news.example/", "10.0.0.1") == "leads to an address that is not public"
    assert "not public" in await _refusal("https://news.example/", "8.8.8.8", "10.0.0.1")
    assert "not public" in await _refusal("https://[::ffff:10.0.0.1]/", "::ffff:10.0.0.1")


async def test_a_name_that_is_not_known_says_so():
    async def unknown(host, port):
        raise OSError("Name or service not known")

    async def overlong(host, port):
        "a".encode("idna").decode() + ("x" * 70).encode("idna").decode()  # UnicodeError, as getaddrinfo raises it
        return ()

    for resolve in (unknown, overlong, _resolving()):
        with pytest.raises(FetchError, match=r"the name news\.example is not known"):
            await place(httpx.URL("https://news.example/"), Rules(), resolve)


async def test_numbers_that_the_system_reads_as_loopback_are_judged_as_what_they_are():
    for host in ("127.1", "2130706433", "0x7f000001", "017700000001", "localhost"):
        with pytest.raises(FetchError, match="not public"):
            await place(httpx.URL(f"https://{host}/"), Rules(), resolved)


async def test_an_allowed_host_may_be_private_and_without_https_and_no_other_is():
    rules = Rules(allow=frozenset({"cms.example", "xn--bcher-kva.example"}))
    found = await place(httpx.URL("http://CMS.example:8080/feed"), rules, _resolving("10.0.0.1"))
    assert found.addresses == ("10.0.0.1",)
    assert await place(httpx.URL("http://bücher.example/"), rules, _resolving("10.0.0.1"))
    for other in ("http://cms.example.evil.example/", "http://evil-cms.example/", "http://10.0.0.1/"):
        assert await _refusal(other, "10.0.0.1", rules=rules) == "leads to an address without https"
    assert "not public" in await _refusal("https://x.cms.example/", "10.0.0.1", rules=rules)


async def test_http_by_choice_is_still_for_public_addresses_alone():
    rules = Rules(http=True)
    resolve = _resolving("8.8.8.8")
    assert await place(httpx.URL("http://news.example/"), rules, resolve)
    assert resolve.asked == [("news.example", 80)]
    assert "not public" in await _refusal("http://news.example/", "127.0.0.1", rules=rules)
