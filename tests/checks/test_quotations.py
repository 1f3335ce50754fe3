"""How long a quotation of an article is."""


def test_a_quotation_is_measured_in_words_in_a_row():
    from communique.checks.quotations import FEWEST, _quoted
    from communique.text.overlap import runs

    body = [f"w{n}" for n in range(60)]
    known = {run for part in (body[3:8], body[6:20], body[40:44]) for run in runs(part, FEWEST)}
    assert list(_quoted(body, known)) == [(3, 20)]
    ends = {*runs(body[0:5], FEWEST), *runs(body[55:60], FEWEST)}
    assert list(_quoted(body, ends)) == [(0, 5), (55, 60)]
    assert list(_quoted(body, set())) == []
