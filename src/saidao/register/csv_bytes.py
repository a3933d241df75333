"""Bytes at addresses, one, eight, thirty-two or sixty-four at a time.

A comparison of sixty-four bytes with one becomes a word of 64 bits, the lowest for the first
byte: LLVM has vectors of that size on every processor, whatever the size of its registers.

An address stands for a place because a cell may lie in the data or in a buffer, and what
reads it need not know. Nothing is checked here: whoever passes an address holds on to its
array, and neither reads nor writes beyond its end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

__all__ = [
    "BLOCK",
    "below",
    "byte_at",
    "copied",
    "counted",
    "equal",
    "lowest",
    "put_byte",
    "word_at",
]

BLOCK: Final = 64
"""Bytes that are compared at a time."""

CHUNK: Final = 32
"""Bytes that are copied at a time."""

BIT, BYTE, INDEX, WORD = (ir.IntType(bits) for bits in (1, 8, 32, 64))
CHUNK_OF_BYTES, BLOCK_OF_BYTES = ir.VectorType(BYTE, CHUNK), ir.VectorType(BYTE, BLOCK)

Emit = Callable[..., Any]


def of_one(result: Any, argument: Any, emit: Emit) -> Any:
    """Return a function of one argument that is made of instructions."""

    def typed(_context: Any, _argument: Any) -> Any:
        def build(_target: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
            return emit(builder, *arguments)

        return result(argument), build

    return intrinsic(typed)


def of_two(result: Any, first: Any, second: Any, emit: Emit) -> Any:
    """Return a function of two arguments that is made of instructions."""

    def typed(_context: Any, _first: Any, _second: Any) -> Any:
        def build(target: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
            made = emit(builder, *arguments)
            return target.get_dummy_value() if result is types.void else made

        return result(first, second), build

    return intrinsic(typed)


def load(kind: Any) -> Emit:
    """Return what emits the reading of a value at an address."""
    return lambda builder, at: builder.load(builder.inttoptr(at, kind.as_pointer()), align=1)


def emit_byte(builder: Any, address: Any) -> Any:
    """Emit the reading of a byte as an integer."""
    return builder.zext(load(BYTE)(builder, address), WORD)


def emit_put_byte(builder: Any, address: Any, byte: Any) -> None:
    """Emit the writing of a byte."""
    to = builder.inttoptr(address, BYTE.as_pointer())
    builder.store(builder.trunc(byte, BYTE), to, align=1)


def emit_put_word(builder: Any, address: Any, word: Any) -> None:
    """Emit the writing of eight bytes."""
    builder.store(word, builder.inttoptr(address, WORD.as_pointer()), align=1)


def emit_move(builder: Any, to: Any, address: Any) -> None:
    """Emit the copying of a chunk."""
    chunk = load(CHUNK_OF_BYTES)(builder, address)
    builder.store(chunk, builder.inttoptr(to, CHUNK_OF_BYTES.as_pointer()), align=1)


def compare(how: str) -> Emit:
    """Return what emits the comparison of a block at an address with a byte."""

    def emit(builder: Any, address: Any, byte: Any) -> Any:
        undefined = ir.Constant(BLOCK_OF_BYTES, ir.Undefined)
        first = builder.insert_element(undefined, builder.trunc(byte, BYTE), INDEX(0))
        everywhere = ir.Constant(ir.VectorType(INDEX, BLOCK), [0] * BLOCK)
        bytes = builder.shuffle_vector(first, undefined, everywhere)
        found = builder.icmp_unsigned(how, load(BLOCK_OF_BYTES)(builder, address), bytes)
        return builder.bitcast(found, WORD)

    return emit


byte_at: Callable[[int], int] = of_one(types.int64, types.int64, emit_byte)
"""The byte at an address."""

word_at: Callable[[int], Any] = of_one(types.uint64, types.int64, load(WORD))
"""The eight bytes at an address, the first one lowest."""

put_byte: Callable[[int, int], None] = of_two(types.void, types.int64, types.int64, emit_put_byte)
"""Write a byte to an address."""

put_word: Callable[[int, Any], None] = of_two(types.void, types.int64, types.uint64, emit_put_word)
"""Write eight bytes to an address, the lowest one first."""

move_chunk: Callable[[int, int], None] = of_two(types.void, types.int64, types.int64, emit_move)
"""Copy `CHUNK` bytes to an address from another."""

equal: Callable[[int, int], Any] = of_two(types.uint64, types.int64, types.int64, compare("=="))
"""Which of the `BLOCK` bytes at an address are a certain one."""

below: Callable[[int, int], Any] = of_two(types.uint64, types.int64, types.int64, compare("<"))
"""Which of the `BLOCK` bytes at an address are below a certain one."""

lowest: Callable[[Any], int] = of_one(
    types.int64, types.uint64, lambda builder, bits: builder.cttz(bits, BIT(0))
)
"""The place of the lowest bit of a word, 64 where none is set."""

counted: Callable[[Any], int] = of_one(
    types.int64, types.uint64, lambda builder, bits: builder.ctpop(bits)
)
"""How many bits of a word are set."""


@njit(cache=True, nogil=True)
def copied(address: int, length: int, to: int) -> None:
    """Copy bytes, neither reading nor writing one too many."""
    if length >= CHUNK:
        for done in range(0, length - CHUNK + 1, CHUNK):
            move_chunk(to + done, address + done)
        move_chunk(to + length - CHUNK, address + length - CHUNK)
    elif length >= 8:
        for done in range(0, length - 7, 8):
            put_word(to + done, word_at(address + done))
        put_word(to + length - 8, word_at(address + length - 8))
    else:
        for done in range(length):
            put_byte(to + done, byte_at(address + done))
