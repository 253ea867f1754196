"""The one writer: whole or not at all, through links and devices, the mode kept, nothing read written over."""

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ayni.words import AyniError, check_output, note_read, write_whole, writing
from support.command import ayni


def refused(path, key="cannot_write"):
    with pytest.raises(AyniError) as raised:
        write_whole(path, b"new")
    assert raised.value.key == key
    with pytest.raises(AyniError) as before:
        check_output(path)
    assert before.value.key == key
    return raised.value.fields.get("reason", "")


def test_a_new_file_has_the_mode_of_any_new_file(tmp_path):
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "new", b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o666, 0o755])
def test_a_file_that_is_there_keeps_its_mode(tmp_path, mode):
    path = tmp_path / "there"
    path.write_bytes(b"old and longer")
    path.chmod(mode)
    write_whole(path, b"new")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", mode)
    assert os.listdir(tmp_path) == ["there"]


def test_a_link_stays_a_link_and_what_it_points_to_is_written(tmp_path):
    there, chain = tmp_path / "there", tmp_path / "folder"
    there.write_bytes(b"old")
    chain.mkdir()
    (tmp_path / "link").symlink_to("there")
    (chain / "second").symlink_to("../link")
    write_whole(chain / "second", b"new")
    assert there.read_bytes() == b"new"
    assert (tmp_path / "link").is_symlink()
    assert (chain / "second").is_symlink()
    (tmp_path / "to_nothing").symlink_to("made")
    write_whole(tmp_path / "to_nothing", b"new")
    assert (tmp_path / "made").read_bytes() == b"new"
    assert (tmp_path / "to_nothing").is_symlink()


def test_two_names_of_one_file_stay_two_names(tmp_path):
    (tmp_path / "one").write_bytes(b"old and longer")
    (tmp_path / "other").hardlink_to(tmp_path / "one")
    write_whole(tmp_path / "other", b"new")
    assert (tmp_path / "one").read_bytes() == b"new"
    assert (tmp_path / "one").samefile(tmp_path / "other")


def test_a_device_and_a_pipe_are_written_to_as_they_are(tmp_path):
    write_whole(Path("/dev/null"), b"new")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_whole(pipe, b"new")
    reader.join(10)
    assert read == [b"new"]
    assert os.listdir(tmp_path) == ["pipe"]


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
@pytest.mark.parametrize("through", ["pipe", "file"])
def test_the_standard_output_by_its_name_comes_between_what_is_printed(tmp_path, name, through):
    code = (
        "import sys; from pathlib import Path; from ayni.words import write_whole\n"
        f"print('before', flush=False); write_whole(Path({name!r}), b'new\\n'); print('after')"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    if through == "pipe":
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment)
        said = done.stdout
    else:
        with (tmp_path / "out").open("wb") as out:
            subprocess.run([sys.executable, "-c", code], stdout=out, check=True, env=environment)
        said = (tmp_path / "out").read_bytes()
    assert said.split() == [b"before", b"new", b"after"]


def half(path, problem):
    with writing(path) as file:
        file.write(b"half")
        raise problem


@pytest.mark.parametrize("name", ["there", "new"])
@pytest.mark.parametrize("problem", [OSError(28, "full"), KeyboardInterrupt(), AyniError("truncated", file="x")])
def test_what_ends_in_the_middle_leaves_the_file_as_it_was_and_nothing_else(tmp_path, name, problem):
    (tmp_path / "there").write_bytes(b"old")
    with pytest.raises((AyniError, KeyboardInterrupt)):
        half(tmp_path / name, problem)
    assert os.listdir(tmp_path) == ["there"]
    assert (tmp_path / "there").read_bytes() == b"old"


def test_a_full_device_is_told_of():
    assert refused_device(Path("/dev/full")) == os.strerror(28)


def refused_device(path):
    with pytest.raises(AyniError, match="Cannot write") as raised:
        write_whole(path, b"new")
    return raised.value.fields["reason"]


def test_what_cannot_be_written_is_told_before_the_work(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "circle").symlink_to("circle")
    assert refused(tmp_path / "folder") == os.strerror(21)
    assert refused(tmp_path / "absent" / "new") == os.strerror(2)
    refused(tmp_path / "circle")
    (tmp_path / "file").write_bytes(b"")
    refused(tmp_path / "file" / "new")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_file_that_is_read_only_is_not_replaced(tmp_path):
    (tmp_path / "there").write_bytes(b"old")
    (tmp_path / "there").chmod(0o444)
    refused(tmp_path / "there")


def test_a_folder_that_takes_no_new_file_keeps_the_one_that_is_there_writable(tmp_path, monkeypatch):
    def read_only(*_, **__):
        raise OSError(30, "Read-only file system")

    (tmp_path / "there").write_bytes(b"old and longer")
    monkeypatch.setattr("ayni.words.writer.os.open", read_only)
    write_whole(tmp_path / "there", b"new")
    assert (tmp_path / "there").read_bytes() == b"new"
    with pytest.raises(AyniError, match="Read-only"):
        write_whole(tmp_path / "new", b"new")


def test_what_was_read_is_not_written_over_by_any_of_its_names(tmp_path):
    there = tmp_path / "there"
    there.write_bytes(b"old")
    (tmp_path / "link").symlink_to("there")
    (tmp_path / "other").hardlink_to(there)
    note_read(there.stat())
    for name in ("there", "link", "other"):
        refused(tmp_path / name, "own_input")
    assert there.read_bytes() == b"old"


@pytest.fixture
def family(tmp_path):
    path = tmp_path / "family.yaml"
    path.write_text('persons:\n  ana: {age: "70", date: 2026-03-01}\n', encoding="utf-8")
    return path


def test_a_command_does_not_write_over_its_own_inputs(tmp_path):
    reform = tmp_path / "reform.yaml"
    reform.write_text("renta_dignidad.monthly_non_pensioner: {2019-01-01: 700}\n", encoding="utf-8")
    (tmp_path / "link.json").symlink_to("reform.yaml")
    for option in ("--output", "--report", "--workbook", "--receipt"):
        code, out, error = ayni("reform", reform, option, tmp_path / "link.json", "--lang", "en")
        assert (code, out, error.count("\n")) == (2, "", 1)
        assert "was read for this result" in error
    assert reform.read_text(encoding="utf-8").startswith("renta_dignidad")


def test_two_options_do_not_write_the_same_file(tmp_path):
    (tmp_path / "link").symlink_to("out.json")
    more = ("--output", tmp_path / "out.json", "--receipt", tmp_path / "link", "--lang", "en")
    code, _, error = ayni("run", *more)
    assert (code, error.count("\n")) == (2, 1)
    assert "--output and --receipt are the same file" in error
    assert os.listdir(tmp_path) == ["link"]


def test_a_command_that_is_told_to_end_leaves_no_litter(tmp_path):
    command = [sys.executable, "-m", "ayni", "expand", "--output", str(tmp_path / "out.parquet")]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    running = subprocess.Popen([*command, "--persons", "90000000"], env=environment, stderr=subprocess.PIPE)
    for _ in range(600):
        if os.listdir(tmp_path) or running.poll() is not None:
            break
        time.sleep(0.1)
    assert os.listdir(tmp_path)
    running.terminate()
    running.communicate(timeout=60)
    assert running.returncode == 128 + signal.SIGTERM
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("command", "option", "most"),
    [
        (("expand", "--output", "x.parquet"), "--persons", "100000000"),
        (("shock", "job-loss", "target=20%"), "--draws", "5000"),
        (("run",), "--workers", "1000"),
    ],
)
@pytest.mark.parametrize("asked", ["1000000001", "9" * 5_000])
def test_how_much_is_asked_for_is_bounded(tmp_path, command, option, most, asked):
    code, out, error = ayni(*command, option, asked, "--lang", "en", cwd=tmp_path)
    assert (code, out, error.count("\n")) == (2, "", 1)
    assert f"the most is {most}" in error
    assert len(error) < 200
