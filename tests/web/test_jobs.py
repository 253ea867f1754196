"""The pool of processes that run models, on toy processes; and the real one's manners."""

from __future__ import annotations

import asyncio
import io
import json
import sys
from inspect import signature
from pathlib import Path

import pytest

from ayni.web import answers, jobs as pool, worker
from ayni.web.jobs import BusyError, FailedError, Jobs, Worker
from ayni.web.settings import Settings
from ayni.web.site import status_of
from ayni.words import AyniError
from support import coroutines

TOY = """
import itertools, json, os, sys, time
count = itertools.count()
for line in sys.stdin.buffer:
    question = json.loads(line)
    name, asked = question["name"], question["asked"]
    kind, key, content = "answer", "", json.dumps([os.getpid(), next(count)])
    if name == "ready": content = '["toy"]'
    if name == "sleep": time.sleep(asked["seconds"])
    if name == "die": os._exit(1)
    if name == "wrong": kind, key, content = "wrong", asked["key"], json.dumps({"es": "mal " * 50_000, "en": "bad"})
    if name == "failed": kind = "failed"
    header = {"kind": kind, "key": key, "size": len(content)}
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\\n" + content.encode())
    sys.stdout.buffer.flush()
"""


@pytest.fixture
def pooled(monkeypatch):
    """Run a coroutine that is given a pool of toy processes."""

    def toy(_surveys, script=TOY, **_how):
        found = Worker(())
        found.command = (sys.executable, "-S", "-E", "-c", script)
        return found

    monkeypatch.setattr(pool, "Worker", toy)

    def run(work, **limits):
        async def whole():
            jobs = Jobs(Settings(**limits), ())
            assert await jobs.start() == ("toy",)
            try:
                return await work(jobs)
            finally:
                await jobs.stop()

        return coroutines.run(whole())

    return run


def test_the_same_question_is_computed_once_and_kept(pooled):
    async def work(jobs):
        together = await asyncio.gather(*(jobs.run("sleep", seconds=0.05) for _ in range(5)))
        return [*together, await jobs.run("sleep", seconds=0.05)], await jobs.run("sleep", seconds=0.01)

    same, other = pooled(work)
    assert len(set(same)) == 1
    assert other not in same


def test_what_is_said_of_a_family_is_not_kept(pooled):
    """Of each function of the model, by whether it is given persons; the toy gives each run another answer."""
    said = {"persons", "answers"}
    of_families = {name for name, function in answers.ANSWERS.items() if said & signature(function).parameters.keys()}

    async def work(jobs):
        again = {name: [await jobs.run(name, persons={"rosa": {}}) for _ in range(2)] for name in answers.ANSWERS}
        assert {name for name, (first, second) in again.items() if first != second} == of_families
        assert not any(b"rosa" in question for question in jobs._kept if json.loads(question)["name"] in of_families)

    assert {"household", "household_budget"} <= of_families
    pooled(work)


def test_questions_count_in_what_is_kept(pooled):
    async def work(jobs):
        for turn in range(5):
            await jobs.run("answer", text=str(turn) * 400)
            assert jobs._held == sum(len(key) + len(value) for key, value in jobs._kept.items()) <= 1_000
        await jobs.run("answer", text="x" * 2_000)
        assert len(jobs._kept) == 2

    pooled(work, kept_bytes=1_000)


def test_a_full_queue_says_that_it_is_busy(pooled):
    async def work(jobs):
        held = [asyncio.ensure_future(jobs.run("sleep", seconds=0.1, turn=turn)) for turn in range(2)]
        await asyncio.sleep(0.02)
        with pytest.raises(BusyError) as told:
            await jobs.run("answer")
        assert told.value.key == "too_busy"
        assert len(set(await asyncio.gather(*held))) == 2
        assert await jobs.run("answer")

    pooled(work, processes=1, waiting=1)


def test_two_processes_work_side_by_side(pooled):
    async def work(jobs):
        found = await asyncio.gather(*(jobs.run("sleep", seconds=0.1, turn=turn) for turn in range(2)))
        return {json.loads(each)[0] for each in found}

    assert len(pooled(work, processes=2)) == 2


def test_a_run_over_its_time_is_killed_and_the_next_has_a_fresh_process(pooled):
    async def work(jobs):
        before = json.loads(await jobs.run("answer"))[0]
        with pytest.raises(BusyError) as told:
            await jobs.run("sleep", seconds=90)
        assert told.value.key == "too_slow"
        assert not Path(f"/proc/{before}").exists()
        assert json.loads(await jobs.run("answer", again=True))[0] != before

    pooled(work, model_seconds=3.0)


def test_a_process_that_dies_is_replaced(pooled):
    async def work(jobs):
        with pytest.raises(FailedError):
            await jobs.run("die")
        assert await jobs.run("answer")
        with pytest.raises(FailedError):
            await jobs.run("failed")
        assert not any(b'"die"' in key or b'"failed"' in key for key in jobs._kept)

    pooled(work)


def test_an_error_of_the_asker_is_told_in_both_languages_however_long(pooled):
    async def work(jobs):
        for key, status in (("unknown_claim", 404), ("not_a_date", 400)):
            with pytest.raises(AyniError) as told:
                await jobs.run("wrong", key=key)
            assert told.value.in_language("en") == "bad"
            assert told.value.in_language("es").startswith("mal mal")
            assert status_of(told.value) == status

    pooled(work)


def test_what_waits_in_the_queue_ends_at_once_when_its_client_leaves(pooled):
    async def work(jobs):
        running = asyncio.ensure_future(jobs.run("sleep", seconds=0.2))
        queued = asyncio.ensure_future(jobs.run("sleep", seconds=9))
        await asyncio.sleep(0.05)
        assert len(jobs._jobs) == 2
        queued.cancel()
        await asyncio.sleep(0.02)
        assert len(jobs._jobs) == 1
        assert await running

    pooled(work, grace_seconds=5)


def test_a_run_that_nobody_waits_for_has_a_grace_and_is_then_killed(pooled):
    async def work(jobs):
        before = json.loads(await jobs.run("answer"))[0]
        for seconds, kept in ((0.05, True), (9, False)):
            left = asyncio.ensure_future(jobs.run("sleep", seconds=seconds))
            await asyncio.sleep(0.02)
            left.cancel()
            async with asyncio.timeout(3):
                while jobs._jobs:
                    await asyncio.sleep(0.02)
            assert any(b"sleep" in key and str(seconds).encode() in key for key in jobs._kept) is kept
        assert json.loads(await jobs.run("answer", again=True))[0] != before

    pooled(work, grace_seconds=0.8)


def test_one_who_leaves_does_not_take_the_answer_from_the_others(pooled):
    async def work(jobs):
        one, other = (asyncio.ensure_future(jobs.run("sleep", seconds=0.15)) for _ in range(2))
        await asyncio.sleep(0.02)
        one.cancel()
        assert await other

    pooled(work, grace_seconds=0)


def test_processes_that_do_not_start_are_told(monkeypatch):
    def broken(_surveys, **_how):
        found = Worker(())
        found.command = (sys.executable, "-S", "-E", "-c", "raise SystemExit(3)")
        return found

    monkeypatch.setattr(pool, "Worker", broken)
    with pytest.raises(AyniError, match="do not start"):
        coroutines.run(Jobs(Settings(processes=2), ()).start())


# ---- the process itself


def answers_of(*questions):
    """What the real process answers, headers and contents."""
    out = io.BytesIO()
    lines = b"".join(json.dumps({"name": name, "asked": asked}).encode() + b"\n" for name, asked in questions)
    worker.serve(io.BytesIO(lines), out, [])
    out.seek(0)
    for _ in questions:
        header = json.loads(out.readline())
        yield header, out.read(header["size"])


def test_an_unforeseen_error_gives_no_word_of_it(monkeypatch, capsys):
    def broken(_model, secret):
        raise RuntimeError(secret)

    def unreadable(_model):
        raise AyniError("cannot_read", file=Path("/secret/place"), reason="gone")

    monkeypatch.setitem(answers.ANSWERS, "broken", broken)
    monkeypatch.setitem(answers.ANSWERS, "unreadable", unreadable)
    found = list(answers_of(("broken", {"secret": "hunger"}), ("unreadable", {}), ("nothing", {})))
    assert found == [({"kind": "failed", "size": 0}, b"")] * 3
    said = capsys.readouterr().err
    assert "RuntimeError test_jobs.py:" in said
    assert "hunger" not in said
    assert "/secret" not in said


def test_what_a_user_did_wrong_is_a_sentence_in_each_language():
    question = ("household", {"persons": {"rosa": {"age": "2.000"}}, "day": "2026-01-01"})
    ((header, content),) = answers_of(question)
    assert header["kind"] == "wrong"
    assert header["key"] == "number_of_two_readings"
    assert set(json.loads(content)) == {"es", "en"}
