"""The office's way in and out: one workbook with a sheet per table. Knows cells, never what a figure means.

Out: ``template`` writes the sheets, ``lists`` and ``guide`` what a cell may hold, ``help`` the help sheet.
In: ``opening`` (is it a sound workbook?), ``grid`` (cells under known headers), ``contents`` (each cell by the kind of
its column: ``amounts``, ``dates``, ``names``), ``reception`` (check the whole, make the Stand). What is to be said are
``remarks``: on the terminal by ``report``, in a copy of the workbook by ``marked``.
Both: ``columns`` (which sheets and columns there are), ``cell``, ``style``, ``writing``.
"""
