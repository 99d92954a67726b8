"""All that the page says: edit these files to change or translate its words.

`labels` never change, `answers` and `sentences` are about figures, and `formats` write numbers and names. None of them
computes a figure.
"""
