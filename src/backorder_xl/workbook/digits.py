"""What do thousands of stretches of digits come to, all at once?

``a`` is a text as an array of bytes; each number stands from ``begins`` to before ``ends``.
"""

from __future__ import annotations

import numpy as np

_LONGEST = 32  # signs of a number that are worth looking at; Excel writes at most 24
_SHORT = 15  # digits that a double holds exactly, whatever they are
_ZERO, _POINT, _MINUS = ord("0"), ord("."), ord("-")


def whole(a: np.ndarray, begins: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Whole numbers of at most nine digits as int64; -1 for anything else."""
    size = ends - begins
    number = np.zeros(len(begins), np.int64)
    good = (size >= 1) & (size <= 9)
    for k in range(int(min(size.max(initial=0), 9))):
        inside = size > k
        digit = a[np.where(inside, begins + k, begins)].astype(np.int64) - _ZERO
        good &= ~inside | ((digit >= 0) & (digit <= 9))
        number = np.where(inside, number * 10 + digit, number)
    return np.where(good, number, -1)


def numbers(a: np.ndarray, begins: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Decimal numbers as float64, each the nearest there is, and which of them are sure: others are not finite or no numbers.

    Up to 15 digits make a whole number and a power of ten that are both exact, and so their quotient is rounded once.
    """
    size = ends - begins
    minus = a[begins] == _MINUS
    digits = np.zeros(len(begins), np.int64)
    count = np.zeros(len(begins), np.int8)
    behind = np.full(len(begins), -1, np.int8)  # digits behind the point, -1 while there is none
    plain = (size >= 1) & (size <= _SHORT + 2)
    live = np.flatnonzero(plain)
    for k in range(_SHORT + 2):
        live = live[size[live] > k]
        if not len(live):
            break
        digit = a[begins[live] + k] - np.uint8(_ZERO)  # below "0" it begins again from 255
        is_digit = digit <= 9
        good = live[is_digit]
        digits[good] = digits[good] * 10 + digit[is_digit]
        count[good] += 1
        behind[good] += behind[good] >= 0
        if len(good) < len(live):
            other = live[~is_digit]
            is_point = (a[begins[other] + k] == _POINT) & (behind[other] < 0)
            behind[other[is_point]] = 0
            wrong = other[~(is_point | (minus[other] if k == 0 else False))]
            plain[wrong] = False
            live = live[plain[live]]
    plain &= (count >= 1) & (count <= _SHORT)
    made = digits / 10.0 ** np.maximum(behind, 0)
    made = np.where(minus, -made, made)
    rest = np.flatnonzero(~plain)
    sure = plain.copy()
    if len(rest):
        made[rest], sure[rest] = _written_out(a, begins[rest], size[rest])
    return made, sure


def _written_out(a: np.ndarray, begins: np.ndarray, size: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Long numbers and those with an exponent, as Python reads them."""
    sure = (size >= 1) & (size <= _LONGEST)
    made = np.zeros(len(begins))
    part = np.flatnonzero(sure)
    if not len(part):
        return made, sure
    place = np.arange(_LONGEST)
    inside = place < size[part, None]
    signs = np.where(inside, a[np.minimum(begins[part, None] + place, len(a) - 1)], 0).astype(np.uint8)
    usual = ((signs >= ord("+")) & (signs <= ord("9")) & (signs != ord(",")) & (signs != ord("/"))) | (signs | 32 == ord("e"))
    fine = (usual | ~inside).all(axis=1)
    texts = np.ascontiguousarray(signs).view(f"S{_LONGEST}").ravel()
    try:
        made[part[fine]] = texts[fine].astype(np.float64)
    except ValueError:
        fine[:] = False
    sure[part] = fine & np.isfinite(made[part])
    return made, sure
