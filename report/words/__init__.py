"""All that the page says, and nothing that it computes: edit these files to change or translate its words.

`labels` are fixed words, `answers` and `sentences` put figures into words, and `formats` write numbers and names.
"""
