"""All that the page says, and nothing that it computes: edit these files to change or translate its words.

`labels` are fixed words, `answers`, `attention`, `notes` and `sentences` put figures into sentences, `definitions` say
what the words mean, and `formats` write numbers, days and names.
"""
