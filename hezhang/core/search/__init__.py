"""Search over everything: one table of entries, kept with the rows; each room says what of its rows is searched.

    register(Source(kind="river", title="河湖", model=River, text=…, rows=…, hit=…, list_url="rivers:rivers", …))

in its module ``searched`` (``search.sources``). ``search.finding.matching(rows, "river", "长兴 cx")`` keeps of any queryset of
rivers those that the words find: the lists' own ``q``.
"""
