"""Texts and files: the catalogue of phrases, the errors of Ayni, reading YAML and JSON, and writing files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.lazy import face

if TYPE_CHECKING:
    from ayni.engine.errors import nearest as nearest
    from ayni.engine.shapes import Named as Named, Shape as Shape, Text as Text, named as named
    from ayni.words.catalogue import (
        LANGUAGES as LANGUAGES,
        AyniError as AyniError,
        AyniWarning as AyniWarning,
        Language as Language,
        bare as bare,
        catalogue as catalogue,
        language_of_environment as language_of_environment,
        say as say,
    )
    from ayni.words.json_text import parse_json as parse_json, read_json as read_json
    from ayni.words.reader import read_yaml as read_yaml
    from ayni.words.shapes import shaped as shaped
    from ayni.words.writer import (
        check_output as check_output,
        note_read as note_read,
        write_whole as write_whole,
        writing as writing,
    )
    from ayni.words.yaml_text import parse_yaml as parse_yaml

face(
    __name__,
    {
        "ayni.engine.errors": "nearest",
        "ayni.engine.shapes": "Named Shape Text named",
        "catalogue": "LANGUAGES AyniError AyniWarning Language bare catalogue language_of_environment say",
        "json_text": "parse_json read_json",
        "reader": "read_yaml",
        "shapes": "shaped",
        "writer": "check_output note_read write_whole writing",
        "yaml_text": "parse_yaml",
    },
)


def _serve_the_engine() -> None:
    from ayni.engine.host import host
    from ayni.words.bundle import parsed, stored
    from ayni.words.cache import cache_folder
    from ayni.words.catalogue import LANGUAGES, AyniError
    from ayni.words.reader import read_yaml
    from ayni.words.writer import note_read

    host.read, host.noted, host.error = read_yaml, note_read, AyniError
    host.parsed, host.stored, host.languages = parsed, stored, LANGUAGES
    host.folder = lambda: cache_folder() / "fused"


_serve_the_engine()
