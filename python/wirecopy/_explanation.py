"""A pair in words."""

from typing import Any


class Explanation:
    """Why two articles stand to one another as a report says.

    Made by `Report.explain` and `Comparison.explain`. ``str()`` gives sentences, `to_dict` and `to_json` the same as
    fields.

    Examples
    --------
    >>> import wirecopy as wc
    >>> lifted = "Divers found three breaches below the waterline, each wide enough to put an arm through."
    >>> wire = {"id": "wire", "text": f"The ferry ran aground. {lifted}", "date": "2018-06-05"}
    >>> blog = {"id": "blog", "text": f"{lifted} Nobody at the pier knows more.", "date": "2018-06-09"}
    >>> explanation = wc.check([wire, blog]).explain("wire", "blog")
    >>> print(explanation)
    a is wire, b is blog: partial_reuse.
    78 % of the words of a stand in b, 71 % of the words of b in a.
    1 passage; the longest run without an edit has 15 words; none of the shared words is quoted.
    Nothing was left out of account as page furniture.
    Why: 78 % of the words of a stand in b and 71 % of the words of b in a, small edits included; a passage has 15 \
matching words of prose; at least 12 are asked for; text shared; earlier in a: 2018-06-05 before 2018-06-09.
    Text shared; earlier in a.
    >>> explanation.to_dict()["direction"]
    'a_to_b'
    """

    __slots__ = ("_fields", "_text")

    def __init__(self, fields: dict[str, Any], text: str) -> None:
        self._fields = fields
        self._text = text

    def to_dict(self) -> dict[str, Any]:
        """Give the fields.

        `a`, `b` (ids; ``"a"`` and ``"b"`` where two texts were compared), `relation` (or None), `probability` (or
        None), `similarity` (or None), `share_of_a`, `share_of_b`, `passages` (how many), `longest_run`,
        `quotation_part`, `ignored_words_of_a`, `ignored_words_of_b`, `direction`, `revision` (a dict or None),
        `common_source` (an id or None) and `reasons` (sentences: why this relation, then why this direction), with the
        meanings that they have in `Report.pairs`.
        """
        return dict(self._fields)

    def to_json(self) -> str:
        """Give the fields as a JSON object; ids that are no str become text."""
        import json  # not with the package: few need it

        return json.dumps(self._fields, ensure_ascii=False, default=str)

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        relation = self._fields["relation"] or "no relation"
        return f"Explanation of {self._fields['a']!r} and {self._fields['b']!r}: {relation}"

    def __eq__(self, other: object) -> bool:
        return self._fields == other._fields if isinstance(other, Explanation) else NotImplemented

    __hash__ = None  # type: ignore[assignment]
