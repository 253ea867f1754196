"""Texts and files: the catalogue of phrases, the errors of Ayni, reading YAML and JSON, and writing files."""

from ayni.engine.errors import nearest
from ayni.engine.host import host
from ayni.engine.shapes import Named, Shape, Text, named
from ayni.words import bundle
from ayni.words.cache import cache_folder
from ayni.words.catalogue import (
    LANGUAGES,
    AyniError,
    AyniWarning,
    Language,
    bare,
    catalogue,
    language_of_environment,
    say,
)
from ayni.words.reader import parse_json, parse_yaml, read_json, read_yaml
from ayni.words.shapes import shaped
from ayni.words.writer import check_output, note_read, write_whole, writing

__all__ = [
    "LANGUAGES",
    "AyniError",
    "AyniWarning",
    "Language",
    "Named",
    "Shape",
    "Text",
    "bare",
    "catalogue",
    "check_output",
    "language_of_environment",
    "named",
    "nearest",
    "note_read",
    "parse_json",
    "parse_yaml",
    "read_json",
    "read_yaml",
    "say",
    "shaped",
    "write_whole",
    "writing",
]

host.read, host.noted, host.error, host.parsed = read_yaml, note_read, AyniError, bundle.parsed
host.languages = LANGUAGES
host.folder = lambda: cache_folder() / "fused"
