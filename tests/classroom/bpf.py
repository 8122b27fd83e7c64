"""A machine for the few instructions that a system call filter is made of."""

from __future__ import annotations

import struct


def decision(program: bytes, arch: int, number: int, *arguments: int) -> int:
    """What the kernel would do with a call: the value that the filter returns."""
    given = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("<IIQ6Q", number, arch, 0, *given)
    steps = [struct.unpack_from("=HBBI", program, at) for at in range(0, len(program), 8)]
    register, at = 0, 0
    while True:
        code, yes, no, value = steps[at]
        at += 1
        if code == 0x06:
            return value
        if code == 0x20:
            register = struct.unpack_from("<I", data, value)[0]
        elif code == 0x54:
            register &= value
        else:
            holds = {0x15: register == value, 0x35: register >= value, 0x25: register > value}[code]
            at += yes if holds else no
