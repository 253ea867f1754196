"""Docstrings and docs use the field's words, not those of the house; whoever adds a word of the house adds it here."""

import ast
import re
from pathlib import Path

from ayni.words import catalogue, read_yaml

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


ENGLISH = r"\b(the|of|and|with|which|where|years|is|are|that|this|for|not|each|their)\b"
SPANISH = r"\b(los|las|una|que|para|con|por|según|(?<!General )del|año|se|como|pero|sin|cada|lo)\b"
OPAQUE = {
    r"(?<![\w.!])[a-z]+_[a-z_]+(?!\w)": "the name of a rule, parameter or row",
    r"--[a-z]": "an option of the command line",
    r"\|": "a bar",
    r"\bSHA\b|\bhash(es)?\b": "a hash, which is a fingerprint",
    r"\bno (mayor|menor) que\b|\bnot (greater|less|more) than\b|\b1 (si|if)\b": "at most, at least, yes",
}
SAYS_WHAT_TO_TYPE = (
    "api", "cite", "cli", "error", "example", "metavar", "sentence", "terminal", "v1", "warning", "wave_table",
    "web_api", "web_error",
)  # fmt: skip
"""Sections of phrases about what is typed in a command or sent to the API: names and options belong there."""
NAMED_AS_THEY_ARE = {
    "finiquito.without_ufv", "law_status.wanting", "measure.expanded_from", "measure.file_sha256", "measure.law_folder",
    "note.under_recorded", "page.footer", "retirement.not_asked", "table.carry_off_about", "table.path_about",
    "table.services_about", "workbook.rows_hash",
}  # fmt: skip
"""Phrases that tell what to give by its name, or name a file's fingerprint by its method."""


def test_what_people_read_names_no_rules_options_or_hashes():
    wrong = [
        f"{key}: “{found[0]}”, which is {plain}"
        for key, phrase in catalogue().items()
        if key.partition(".")[0] not in SAYS_WHAT_TO_TYPE and key not in NAMED_AS_THEY_ARE
        for text in phrase.values()
        for pattern, plain in OPAQUE.items()
        if (found := re.search(pattern, re.sub(r"\{[^}]*\}|https?://\S+", "", text)))
    ]
    assert wrong == []


def test_spanish_holds_no_english_and_english_no_spanish():
    """In phrases, and in names and notes beside the data; what is quoted, and what is typed, may be."""

    def pairs(value, where):
        if isinstance(value, dict):
            if isinstance(value.get("es"), str) and isinstance(value.get("en"), str):
                yield where, value["es"], ENGLISH
                yield where, value["en"], SPANISH
            for key, inner in value.items():
                yield from pairs(inner, f"{where}.{key}")
        elif isinstance(value, list):
            for inner in value:
                yield from pairs(inner, where)

    beside = [path for path in (ROOT / "src").rglob("*.yaml") if path.parent.name != "phrases"]
    found = [*pairs(catalogue(), "phrases"), *(pair for path in beside for pair in pairs(read_yaml(path), path.name))]
    assert len(found) > 10_000
    quoted = r"\{[^}]*\}|`[^`]*`|«[^»]*»|“[^”]*”|\"[^\"]*\"|https?://\S+|--[a-z-]+|\S*[_=/|]\S*"
    assert [(where, text) for where, text, other in found if re.search(other, re.sub(quoted, "", text))] == []
