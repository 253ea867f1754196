"""Docstrings and docs use the field's words, not those of the house; whoever adds a word of the house adds it here."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
FIELD_WORDS = {
    r"mend(s|ed)?": "how to correct it",
    r"doors?": "the command line, a page, the API",
    r"dealt": "spread, assigned",
    r"refusals?": "a validation error",
    r"whoever asks": "the same for the command line, the API and pages",
    r"told of": "reported",
    r"laid together": "added, averaged",
    r"a claim (of one's own, )?tried": "a claim that is checked",
    r"as it came": "original",
    r"hands? (it |them )?over": "writes, gives",
    r"what the law gives (to )?anybody": "eligibility",
    r"observed receipt": "reported receipt",
}
"""Words of the house as patterns, each with what a stranger to it would read."""


def docstrings(path):
    """Every text that stands alone as a statement: of modules, classes, functions and what is below a name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.lineno, node.value.value


def pages():
    for path in [*ROOT.glob("docs/**/*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]:
        for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield path, line, re.sub(r"`[^`]*`|\]\([^)]*\)", "", text)


def test_docstrings_and_docs_use_the_words_of_the_field():
    texts = [(path, *found) for path in (ROOT / "src").rglob("*.py") for found in docstrings(path)]
    assert len(texts) > 2000
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: “{found[0]}”, which is: {plain}"
        for path, line, text in [*texts, *pages()]
        for word, plain in FIELD_WORDS.items()
        if (found := re.search(rf"\b({word})\b", re.sub(r"\s+", " ", text), re.IGNORECASE))
    ]
    assert wrong == []
