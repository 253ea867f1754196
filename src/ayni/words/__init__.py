"""What people read and write: the catalogue, the error that every room raises, and the one reader of YAML and JSON."""

from ayni.words.catalogue import LANGUAGES, AyniError, Language, bare, catalogue, nearest, say
from ayni.words.reader import parse_json, parse_yaml, read_json, read_yaml
from ayni.words.shapes import Shape, Text, shaped

__all__ = [
    "LANGUAGES",
    "AyniError",
    "Language",
    "Shape",
    "Text",
    "bare",
    "catalogue",
    "nearest",
    "parse_json",
    "parse_yaml",
    "read_json",
    "read_yaml",
    "say",
    "shaped",
]
