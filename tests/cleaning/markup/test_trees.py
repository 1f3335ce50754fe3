"""Elements as arrays: which lines are in them, and what is around each line."""

import numpy as np

from communique.cleaning.markup.dump import dump_page
from communique.cleaning.markup.families import NAMES, families_of
from communique.cleaning.markup.stated import article_bodies
from communique.cleaning.markup.trees import FAR, Trees

ONE = dump_page("<main><div><p>a</p><p>b</p></div><p>c</p></main><footer>d</footer>")
TWO = dump_page("<p>e</p>")


def tags(trees: Trees, elements: np.ndarray) -> list[str]:
    names = [tag for tag, _ in trees.each()]
    return [names[element] for element in elements]


def test_an_element_has_the_lines_between_its_first_and_its_last() -> None:
    trees = Trees([ONE, TWO])
    lines = dict(
        zip(tags(trees, np.arange(trees.parent.size)), zip(*trees.ranges, strict=True), strict=True)
    )
    assert lines["main"] == (0, 3)
    assert lines["div"] == (0, 2)
    assert lines["footer"] == (3, 4)
    assert trees.size[0] == 4
    assert trees.sums(np.array([1, 2, 4, 8, 16], np.float32))[0] == 15


def test_the_innermost_element_with_so_many_lines() -> None:
    trees = Trees([ONE, TWO])
    assert tags(trees, trees.around(2)) == ["div", "div", "main", "body", ""]
    assert tags(trees, trees.around(3)) == ["main", "main", "main", "body", ""]
    assert tags(trees, trees.wider()[trees.element]) == ["div", "div", "main", "body", ""]


def test_levels_up_to_the_nearest_element_of_a_kind() -> None:
    trees = Trees([ONE, TWO])
    own = np.array([[tag == "main" for tag, _ in trees.each()], [True] * trees.parent.size])
    away = trees.distances(own)[:, trees.element]
    assert away.tolist() == [[2, 2, 1, FAR, FAR], [0] * 5]


def test_sums_down_to_an_element_count_all_that_is_around_it() -> None:
    trees = Trees([ONE, TWO])
    sums = trees.below(np.ones(trees.parent.size, np.float32))
    assert sums[trees.element].tolist() == [6, 6, 5, 4, 4]


def test_names_belong_to_families() -> None:
    found = {NAMES[k] for k in families_of("post-sidebar RelatedArticles js-share")}
    assert {"side", "related", "share"} <= found
    assert families_of("") == families_of("x1 y2") == ()


def test_the_body_that_json_ld_states_is_found_whatever_it_is_in() -> None:
    sound = '{"@graph": [{"@type": "Article", "articleBody": "Ships."}, 3], "x": null}'
    assert article_bodies([sound, "{broken", "[" * 100_000, '"text"', "[]"]) == ["Ships."]
