"""Worked examples of the literature, as data."""

from typing import Any

# Krippendorff (2011), Computing Krippendorff's alpha-reliability, section C: 4 coders x 12 units.
FOUR_CODERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
# The same paper, sections A and B: two observers, binary and nominal.
TWO_BINARY = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
TWO_NOMINAL = [list("aabbdcccedda"), list("babbbccceddd")]
# Artstein and Poesio (2008), Inter-coder agreement for computational linguistics, two coders.
ARTSTEIN_POESIO = [[20, 20], [10, 50]]
# Cohen (1968), Weighted kappa, table 1: proportions of 200 cases, disagreements as weights.
COHEN = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
COHEN_WEIGHTS = [[0, 1, 3], [1, 0, 6], [3, 6, 0]]
# Gwet (2008), high prevalence.
GWET = [[80, 7], [8, 5]]
# Fleiss (1971), 30 patients, 6 psychiatrists each, 5 diagnoses.
FLEISS_ROWS = """
    00060 03003 01401 00006 03030 20400 00402 20310 20040 00006
    10050 11040 03300 10050 02031 00501 30012 51000 02040 10203
    00006 01050 02013 20040 10041 05010 40002 02040 10500 00006
"""
FLEISS = [[int(n) for n in row] for row in FLEISS_ROWS.split()]
# Dawid and Skene (1979), table 1: 45 patients; the first observer three times, four more once.
ANAESTHETISTS = """
    1111111 3334334 1122122 2223121 2223222 2223322 1222111 3333433 2222223
    2322223 4444444 2223343 1111111 2223212 1211111 1112111 1111111 1111111
    2222221 2221322 2222222 2222221 2223222 2212222 1111111 1111111 2322222
    1111111 1111111 1121121 1111111 3333233 1111111 2222222 2223232 4334343
    2212232 2323233 3333432 1111111 1111111 1212111 2322222 1211111 2222222
"""


def coded_by(coders: list[list[Any]]) -> list[tuple[Any, ...]]:
    """Rows of coders to units."""
    return list(zip(*coders, strict=True))


def two_lists(table: list[list[int]]) -> tuple[list[int], list[int]]:
    """A contingency table to the two annotators' lists."""
    cells = [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
    return [i for i, _ in cells], [j for _, j in cells]


def anaesthetists() -> list[list[Any]]:
    """Units of five annotators, the first with a tuple of three labels."""
    rows = ([int(c) for c in row] for row in ANAESTHETISTS.split())
    return [[tuple(row[:3]), *row[3:]] for row in rows]
