"""Compiled rules between processes: read again, made anew where the file is damaged, kept nowhere without a folder."""

import datetime as dt

import pytest

from ayni.engine import Simulation, columns, kept
from ayni.engine.host import host
from support import example_rules
from support.builders import families, law_of

DAY = dt.date(2020, 6, 1)


@pytest.fixture
def compiled_anew(tmp_path, monkeypatch):
    """A run of a rule in a process of its own, as it were, with a folder of its own: its column, and how many pieces of
    code were written."""
    monkeypatch.setattr(host, "folder", lambda: tmp_path / "code")
    law, written = law_of(example_rules).on(DAY), columns._written

    def run():
        forget()
        count = []
        monkeypatch.setattr(columns, "_written", lambda *rule: count.append(rule) or written(*rule))
        column = Simulation(families()).run(law, ["tapered"])["tapered"].tolist()
        kept.write()
        return column, len(count)

    yield run
    forget()


def forget():
    for cached in (columns._compiled, kept._known, kept._file):
        cached.cache_clear()
    kept._new.clear()


def test_what_one_process_compiled_another_reads_and_a_damaged_file_is_made_anew(compiled_anew, tmp_path):
    column, written = compiled_anew()
    assert written > 0
    assert compiled_anew() == (column, 0)
    (file,) = (tmp_path / "code").iterdir()
    content = file.read_bytes()
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert compiled_anew() == (column, written)
    assert compiled_anew() == (column, 0)


def test_where_nothing_can_be_kept_rules_run_all_the_same(compiled_anew, tmp_path, monkeypatch):
    (tmp_path / "code").write_text("")
    column, written = compiled_anew()
    monkeypatch.setattr(host, "folder", lambda: None)
    assert compiled_anew() == (column, written)
