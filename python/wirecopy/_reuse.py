"""Who has which passage."""

from typing import TYPE_CHECKING, Any

from ._table import Table

if TYPE_CHECKING:
    import networkx


class ReuseGraph(Table):
    """Which articles share which passages: a directed graph with articles and passages as its nodes.

    A row for each passage in each article. Columns: `passage`, a number from 0; `id`, of the article; `start` and
    `end`, in characters of the article, None for the whole text of identical articles; `role`, ``"source"`` when others
    took the passage from here and nothing says that it came from elsewhere, ``"taker"`` when it was taken from another
    article, else ``"unknown"``; `words`, how many match; and `text`, that of the first article. A slice is a plain
    `Table`.

    Passages of several pairs are one passage when at least half of the longer is the same stretch of an article.
    Articles are joined by passages alone: where a shares one passage with b, and b another one with c, nothing leads
    from a to c.

    Examples
    --------
    >>> import wirecopy as wc
    >>> first = "Divers found three breaches below the waterline, each wide enough to put an arm through."
    >>> second = "The harbour board wants to sell both cranes, and nobody on the quay knows who would buy them."
    >>> articles = [
    ...     {"id": "a", "date": "2018-06-01", "text": f"The ferry ran aground on Tuesday. {first}"},
    ...     {"id": "b", "date": "2018-06-02", "text": f"{first} Bread costs more than last year. {second}"},
    ...     {"id": "c", "date": "2018-06-03", "text": f"{second} The mayor was on holiday when it was said."},
    ... ]
    >>> reuse = wc.check(articles).reuse
    >>> for row in reuse:
    ...     print(row["passage"], row["id"], row["role"])
    0 a source
    0 b taker
    1 b source
    1 c taker

    The first passage leads from a to b, the second from b to c, and no path from a to c:

    >>> import networkx
    >>> graph = reuse.to_networkx()
    >>> networkx.has_path(graph, ("a", 0), ("b", 0)), networkx.has_path(graph, ("b", 1), ("c", 1))
    (True, True)
    >>> networkx.has_path(graph, ("a", 0), ("c", 1))
    False
    """

    __slots__ = ()

    def to_networkx(self) -> "networkx.DiGraph[Any]":
        """Give the graph as one of networkx, which has to be installed.

        Returns
        -------
        networkx.DiGraph
            A node for each passage, its number, with `words` and `text`; and one for each article in each passage,
            ``(id, passage)``, with `id`, `start` and `end`. `kind` says which it is, ``"passage"`` or ``"article"``. An
            edge leads from a source to the passage and from the passage to a taker, both ways where the role is
            unknown, with `role`. An article with two passages is two nodes, so that no path leads through it from one
            passage into another: the components are the passages, each with all that have it.
            ``networkx.relabel_nodes(graph, {node: node[0] for node in graph if isinstance(node, tuple)})`` draws each
            article once, and joins them.
        """
        try:
            import networkx
        except ModuleNotFoundError as error:
            raise ImportError(
                "to_networkx needs networkx, which is not installed; run `pip install networkx`", name="networkx"
            ) from error
        graph = networkx.DiGraph()
        for row in self:
            passage, role = row["passage"], row["role"]
            article = (row["id"], passage)
            graph.add_node(passage, kind="passage", words=row["words"], text=row["text"])
            graph.add_node(article, kind="article", id=row["id"], start=row["start"], end=row["end"])
            if role != "taker":
                graph.add_edge(article, passage, role=role)
            if role != "source":
                graph.add_edge(passage, article, role=role)
        return graph
