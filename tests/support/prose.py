"""What has no place in what people read of a claim: codes, row ids, hashes, and days and months as numbers."""

import re

URL = re.compile(r"https?://\S+")
HOST = re.compile(r"\b(?:[\w-]+\.)+[a-z]{2,6}\b")
NO_PROSE = {
    "a day as a number": r"(?<![.,\d])7[234]\d[.,]?\d{3}\b(?![.,]\d)",
    "a day or a month in digits": r"\b(?:19|20)\d\d-\d\d\b",
    "the code of a column or an indicator": r"\b[a-z]+(?:_[a-z0-9]+)+\b",
    "a name with a dot within": r"\b[a-z]{3,}\.[a-z]{3,}\b",
    "a bar between parts of an id": r"\|",
    "a hash": r"\b(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b",
    "the id of a survey": r"\b(?:EH|ECE|HOG)\d{4}",
    "the id of a row": r"\w@\d{4}|\b(?:date|sum|product)[:(]|\bnumber:\S|\d\.\.\d",
    "a yes or no as a number": r"(?:yes|sí) \(1\)",
    "one of several": r"(?<![\d.,])(?<!\d )\b1 (?!mes\b|más\b|Bs\b)[a-zñáéíóú]+s\b",
    "a value of the program": r"\b(?:nan|True|False|null)\b",
    "a space too many": r"^ | $|\( | \)|\w  +\w",
}


def faults(text, *, hosts=False):
    """What in a text has no place there; addresses have, and the names of hosts where `hosts` says so."""
    text = URL.sub("…", text)
    if hosts:
        text = HOST.sub("…", text)
    return [what for what, pattern in NO_PROSE.items() if re.search(pattern, text)]


def texts_of(tables):
    """Every text that tables print."""
    for table in tables:
        yield from (table.title, table.about, *table.columns, *table.remarks, *table.notes, table.source)
        for line in table.lines:
            yield line.head
            for cell in line.cells:
                yield from (cell.text, cell.detail)
