"""What several places send becomes one Stand: each workbook is compared with the Stand it was made from.

``hand_in`` reads a workbook as the changes it makes, ``three_way`` puts the changes of all together with what is there
now, ``conflict_list`` lists what a person decides, ``merge`` makes the Stand. Imports workbook and below, prints nothing.
"""
