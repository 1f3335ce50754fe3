"""How long a quotation of an article is."""


def test_a_quotation_is_measured_in_words_in_a_row():
    from communique.checks.quotations import _quoted, _runs

    body = [f"w{n}" for n in range(60)]
    known = {run for part in (body[3:8], body[6:20], body[40:44]) for run in _runs(part)}
    assert list(_quoted(body, known)) == [(3, 20)]
    assert list(_quoted(body, {*_runs(body[0:5]), *_runs(body[55:60])})) == [(0, 5), (55, 60)]
    assert list(_quoted(body, set())) == []
