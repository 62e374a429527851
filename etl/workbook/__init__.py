"""The office's way in and out: one workbook with a sheet per table. Knows cells, never what a figure means.

Out: ``template`` writes the sheets, ``choice_lists`` what a cell may hold, ``help_sheet`` and ``help_texts`` the help.
In: ``workbook_file`` (is it a sound workbook? where openpyxl stops, ``reduced_workbook`` leaves the cells alone),
``grid`` (cells under known headers), ``contents`` (each cell by the kind of its column: ``amounts``, ``dates``,
``names``; ``number_formats`` knows what a cell shows), ``marks`` (what is said beside values), ``workbook_import``
(check the whole, make the Stand; ``answers`` to its questions). What is to be said are ``remarks``; ``marked_copy``
writes them into a copy of the workbook.
Both: ``sheets`` (which sheets and columns there are), ``cell``, ``style``, ``writing``.
Imports release and below.
"""
