"""Who asks, as one counts them."""

from ipaddress import IPv6Address, ip_address


def house(address: str) -> str:
    """What counts as one address: an IPv6 network of 64 bits is one, for whoever has one address there has them all."""
    try:
        known = ip_address(address)
    except ValueError:
        return address[:64]  # a proxy may say what it likes of who asks
    if not isinstance(known, IPv6Address):
        return str(known)
    return str(known.ipv4_mapped or IPv6Address(int(known) >> 64 << 64))
