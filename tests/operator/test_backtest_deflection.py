"""A backtest of a public question that the brand answers in private, as the tracker sees it."""

import json

import pytest

from cli import main


def backtest(capsys, tmp_path, lines):
    file = tmp_path / "lines.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert main.main(["backtest", str(file)]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def line(kind, message_id, at, surface, **more):
    place = "x:1:900:42" if surface == "public" else "x:1:42"
    known = {"channel": "x", "account": "1", "customer": "42", "conversation": place}
    return {"kind": kind, "message_id": message_id, "at": at, "surface": surface} | known | more


@pytest.mark.parametrize(("deflects", "outcome"), [(True, "met"), (False, "open")])
def test_a_private_reply_closes_a_public_wait_only_after_a_deflection(
    capsys, tmp_path, deflects, outcome
):
    first = line("reply", "2", 60, "public", answers="1", deflects=deflects, automated=not deflects)
    lines = [line("message", "1", 0, "public"), first, line("reply", "d1", 600, "private")]
    (wait,) = backtest(capsys, tmp_path, lines)
    assert (wait["outcome"], wait["response_s"]) == (outcome, 600 if deflects else None)
