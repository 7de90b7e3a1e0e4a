"""`replywatch backtest`: the waits that policies would have opened, from JSON lines."""

import json
from random import Random

import pytest

from cli.main import main
from tests import builders
from tests.builders import ACCOUNT, CUSTOMER, HOUR, line

NOW = "2026-11-22T20:00:00Z"
POST = f"facebook:{ACCOUNT}:55:{CUSTOMER}"
"""A customer's conversation under one of the brand's posts."""


def comment(message_id, minute=0, **more):
    return line(
        "message", message_id, minute,
        **{"channel": "facebook", "surface": "public", "conversation": POST} | more,
    )  # fmt: skip


def public_reply(message_id, minute, answers, **more):
    """A public reply as the platforms report it: it names the message that it answers, and no
    customer."""
    return line(
        "reply", message_id, minute,
        **{"channel": "facebook", "surface": "public", "customer": None, "answers": answers} | more,
    )  # fmt: skip


# --- What is printed ----------------------------------------------------------------------------


def test_a_wait_is_a_line_with_these_fields(waits):
    assert waits(line("message", "m1"), line("reply", "r1", 45)) == [
        {
            "conversation": f"messenger:{ACCOUNT}:{CUSTOMER}",
            "account": ACCOUNT,
            "channel": "messenger",
            "surface": "private",
            "customer": CUSTOMER,
            "kind": "first",
            "policy": "facebook",
            "opened_at": "2026-11-22T10:00:00Z",
            "due_at": "2026-11-22T12:00:00Z",
            "closed_at": "2026-11-22T10:45:00Z",
            "outcome": "met",
            "response_s": 2700,
            "business_s": 2700,
            "margin_s": 4500,
        }
    ]


def test_an_open_wait_has_no_closing_time(waits):
    (wait,) = waits(line("message", "m1"))
    assert wait["outcome"] == "open"
    assert {wait[n] for n in ("closed_at", "response_s", "business_s", "margin_s")} == {None}


def test_without_a_file_the_default_policies_apply_to_any_account(waits):
    lines = [
        line("message", "a", channel="x", surface="public", conversation="1"),
        line("message", "b", channel="x"),
        line("message", "c", channel="whatsapp", account="any"),
    ]
    assert [w["policy"] for w in waits(*lines)] == ["x-posts", "fallback", "x-direct-messages"]


def test_waits_are_printed_in_the_order_of_opening(waits):
    lines = [line("message", str(n), n, customer=str(9 - n)) for n in range(9)]
    Random(1).shuffle(lines)
    opened = [w["opened_at"] for w in waits(*lines)]
    assert opened == sorted(opened)


def test_a_customers_scoped_id_and_number_are_one_conversation(waits):
    """WhatsApp names the customer of a reply only by the scoped id. For a wait that was opened
    under this id, the number is printed."""
    both, scoped = {"customer": "4915", "alias": "US.1"}, {"customer": "US.1"}
    lines = [
        line("message", "w1", channel="whatsapp", **scoped),
        line("message", "w2", 5, channel="whatsapp", **both),
        line("reply", "r1", 9, channel="whatsapp", **scoped),
    ]
    (wait,) = waits(*lines)
    assert (wait["outcome"], wait["response_s"]) == ("met", 540)
    assert (wait["customer"], wait["conversation"]) == ("4915", f"whatsapp:{ACCOUNT}:4915")


def test_messages_before_a_change_of_number_belong_to_the_new_number(waits):
    lines = [
        line("message", "w1", channel="whatsapp", customer="4915"),
        line("not_a_message", "s1", 5, channel="whatsapp", customer="4917", alias="4915"),
        line("message", "w2", 7, channel="whatsapp", customer="4915"),
        line("reply", "r1", 9, channel="whatsapp", customer="4917"),
    ]
    found = [(w["customer"], w["outcome"]) for w in waits(*lines)]
    assert found == [("4917", "met"), ("4915", "open")]


def on_x(kind, message_id, minute=0, thread="1", **more):
    """A post of customer 42, in the format of `inspect --full`."""
    conversation = f"x:{ACCOUNT}:{thread}:42"
    values = {"channel": "x", "surface": "public", "customer": "42", "conversation": conversation}
    return line(kind, message_id, minute, **values | {"text": "Why?"} | more)


EDIT = {"direction": "in", "permalink": "https://x.com/i/status/3"}
"""An edit of a customer's post, whose version has the id 3."""


@pytest.mark.parametrize("answers", ["1", "3"])
def test_a_reply_to_any_version_of_a_post_closes_its_wait(waits, answers):
    reply = on_x("reply", "5", 9, answers, answers=answers, customer=None)
    (wait,) = waits(on_x("message", "1"), on_x("edit", "1", 4, **EDIT), reply)
    assert (wait["outcome"], wait["response_s"]) == ("met", 540)


@pytest.mark.parametrize("deleted", ["1", "3"])
def test_the_deletion_of_any_version_withdraws_the_wait(waits, deleted):
    gone = on_x("delete", deleted, 9, direction="in")
    (wait,) = waits(on_x("message", "1"), on_x("edit", "1", 4, **EDIT), gone)
    assert wait["outcome"] == "withdrawn"


def test_an_edit_stands_in_for_a_post_that_is_missing(waits):
    later = on_x("edit", "1", 7, **EDIT | {"permalink": "https://x.com/i/status/4"})
    reply = on_x("reply", "5", 9, "1", answers="1", customer=None)
    (wait,) = waits(later, on_x("edit", "1", 4, **EDIT), reply)
    assert (wait["opened_at"], wait["response_s"]) == ("2026-11-22T10:04:00Z", 300)


def test_a_post_after_the_brands_answer_belongs_to_its_thread(waits):
    """In the v1.1 format, a post names only the post that it answers."""
    lines = [
        on_x("message", "1"),
        on_x("reply", "2", 5, "1", answers="1"),
        on_x("message", "3", 9, "2", answers="2"),
    ]
    first, second = waits(*lines)
    assert [first["kind"], second["kind"]] == ["first", "next"]
    assert first["conversation"] == second["conversation"]


def test_it_reads_the_output_of_inspect(monkeypatch, capsys, waits):
    bodies = ["messenger_text", "messenger_echo", "page_comment", "page_comment_own"]
    printed = ""
    for name in bodies:
        file = builders.payload(f"meta/{name}")
        assert main(["inspect", "--full", str(file)]) == 0
        printed += capsys.readouterr().out
    found = waits(text=printed)
    assert [(w["channel"], w["outcome"], w["response_s"]) for w in found] == [
        ("facebook", "met", 0),
        ("messenger", "met", 0),
    ]


def test_unicode_line_separators_in_a_text_do_not_split_its_line(waits):
    message = line("message", "m1", text="one\u2028two\x85three")
    (wait,) = waits(text=json.dumps(message, ensure_ascii=False))
    assert wait["outcome"] == "open"


# --- Order and repetition -----------------------------------------------------------------------

HISTORY = [
    line("message", "m1", 0), line("reply", "r1", 50), line("message", "m2", 60),
    line("reply", "b1", 61, automated=True), line("reply", "r2", 300),
    line("message", "m3", 2 * HOUR, customer="other"), line("delete", "m3", 3 * HOUR),
    line("delete", "m3", 4 * HOUR), line("delete", "m3", None),
    comment("c1", 5), comment("c2", 9), public_reply("p1", 40, "c2"),
    line("message", "m1", 0), line("message", "m1", 3, text="the same, with another time"),
]  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_the_lines_does_not_matter(waits, seed):
    shuffled = [*HISTORY, *HISTORY]
    Random(seed).shuffle(shuffled)
    assert waits(*shuffled) == waits(*HISTORY)


def test_a_repeated_message_counts_once_from_its_earliest_time(waits):
    (wait,) = waits(line("message", "m1", 3), line("message", "m1", 0), line("message", "m1", 3))
    assert wait["opened_at"] == "2026-11-22T10:00:00Z"


# --- Conversations ------------------------------------------------------------------------------


def test_private_messages_are_grouped_by_customer(waits):
    found = waits(
        line("message", "m1", customer="1"),
        line("message", "m2", customer="2"),
        line("reply", "r1", 5, customer="2"),
    )
    assert [(w["customer"], w["outcome"]) for w in found] == [("1", "open"), ("2", "met")]


def test_a_public_reply_joins_the_conversation_of_the_message_it_answers(waits):
    (wait,) = waits(public_reply("p1", 20, "c1"), comment("c1"))
    assert (wait["outcome"], wait["response_s"], wait["conversation"]) == ("met", 1200, POST)


def test_a_reply_to_a_reply_joins_the_same_conversation(waits):
    first, second = waits(
        comment("c1"),
        public_reply("p1", 5, "c1"),
        comment("c2", 10),
        public_reply("p2", 15, "p1"),
    )
    assert (first["closed_at"], second["closed_at"]) == (
        "2026-11-22T10:05:00Z",
        "2026-11-22T10:15:00Z",
    )


def test_replies_that_answer_each_other_are_skipped(backtest):
    status, out, err = backtest(public_reply("a", 1, "b"), public_reply("b", 2, "a"))
    assert (status, out) == (0, [])
    assert err == ["replywatch backtest: skipped 2 lines: the conversation is unknown"]


def test_a_reply_to_an_unknown_message_is_skipped_and_counted(backtest):
    _, out, err = backtest(comment("c1"), public_reply("p1", 5, "gone"))
    assert [w["outcome"] for w in out] == ["open"]
    assert err == ["replywatch backtest: skipped 1 line: the conversation is unknown"]


def test_the_same_id_on_another_account_is_another_message(waits):
    found = waits(
        comment("c1"),
        comment("c1", 1, account="2", conversation="other"),
        public_reply("p1", 5, "c1"),
    )
    assert [w["outcome"] for w in found] == ["met", "open"]


# --- Replies, deletions, intents ----------------------------------------------------------------


def test_an_automated_reply_closes_nothing(waits):
    (wait,) = waits(line("message", "m1"), line("reply", "b1", 1, automated=True))
    assert wait["outcome"] == "open"


def test_a_deletion_withdraws_a_wait_or_opens_it_again(waits):
    withdrawn, again = waits(
        line("message", "m1", customer="1"),
        line("delete", "m1", 5, customer="1"),
        line("message", "m2", 1, customer="2"),
        line("reply", "r2", 6, customer="2"),
        line("delete", "r2", 7, customer="2"),
    )
    assert (withdrawn["outcome"], withdrawn["closed_at"]) == ("withdrawn", "2026-11-22T10:05:00Z")
    assert (again["outcome"], again["opened_at"]) == ("open", "2026-11-22T10:01:00Z")


def test_a_deletion_needs_no_time(waits):
    (wait,) = waits(line("message", "m1"), line("delete", "m1", None))
    assert wait["outcome"] == "withdrawn"


@pytest.mark.parametrize("kind", ["marketing", "authentication"])
def test_a_campaign_on_whatsapp_closes_nothing(waits, kind):
    sent = line("reply", "r1", 5, channel="whatsapp", what=f"statuses.sent.{kind}")
    (wait,) = waits(line("message", "m1", channel="whatsapp"), sent)
    assert wait["outcome"] == "open"


@pytest.mark.parametrize(("direction", "outcome"), [("in", "met"), ("out", "open"), (None, "open")])
def test_a_customers_deletion_deletes_no_reply(waits, direction, outcome):
    said = [line("message", "m1"), line("reply", "r1", 5)]
    (wait,) = waits(*said, line("delete", "r1", 7, direction=direction))
    assert wait["outcome"] == outcome


def test_messages_between_the_brands_own_accounts_are_skipped(backtest, tmp_path):
    own = line("message", "m1", customer=ACCOUNT)
    _, out, err = backtest(own, line("message", "m2"), options=configured(tmp_path))
    assert len(out) == 1
    assert "one of the brand's accounts wrote to another" in err[0]


def test_a_text_is_read_for_intents_and_courtesy(waits):
    complaint = "My parcel has still not arrived, this is unacceptable!"
    lines = [
        line("message", "m1", channel="x", surface="public", conversation="1", text=complaint),
        line("message", "m2", customer="2", text="Thanks!"),
    ]
    (wait,) = waits(*lines)
    assert wait["policy"] == "x-complaints"


def test_given_intents_replace_those_of_the_text(waits):
    post = {"channel": "x", "surface": "public", "conversation": "1"}
    (wait,) = waits(line("message", "m1", **post, intents=["complaint"]))
    assert wait["policy"] == "x-complaints"
    (wait,) = waits(line("message", "m1", **post, intents=[], text="This is unacceptable!"))
    assert wait["policy"] == "x-posts"


@pytest.mark.parametrize("kind", ["edit", "not_a_message", "unknown"])
def test_other_kinds_than_message_reply_and_delete_are_ignored(waits, kind):
    (wait,) = waits(line("message", "m1"), line(kind, "m1", 3))
    assert wait["outcome"] == "open"


# --- Options ------------------------------------------------------------------------------------

POLICY = '[[policies]]\nname = "quick"\nfirst_response = "5m"\n'


def configured(tmp_path, *tables):
    file = tmp_path / "replywatch.toml"
    file.write_text(builders.toml(*tables), encoding="utf-8")
    return ("--config", str(file), "--now", NOW)


def test_the_policies_of_a_file_apply(waits, tmp_path):
    (wait,) = waits(line("message", "m1"), options=configured(tmp_path, POLICY))
    assert (wait["policy"], wait["due_at"]) == ("quick", "2026-11-22T10:05:00Z")


def test_messages_of_an_unconfigured_account_are_skipped_and_counted(backtest, tmp_path):
    lines = [line("message", "m1"), line("message", "m2", account="9")]
    status, out, err = backtest(*lines, options=configured(tmp_path))
    assert (status, len(out)) == (0, 1)
    assert err == ["replywatch backtest: skipped 1 line: the account is not configured"]


def test_replies_of_a_configured_bot_close_nothing(waits, tmp_path):
    lines = [line("message", "m1"), line("reply", "r1", 1, app="bot")]
    options = configured(tmp_path, '[automated]\napps = ["bot"]')
    assert waits(*lines)[0]["outcome"] == "met"
    assert waits(*lines, options=options)[0]["outcome"] == "open"


def test_business_time_follows_the_files_calendar(waits, tmp_path):
    office = '[calendars.office]\nzone = "UTC"\nsunday = "10:30-18:00"\n'
    business = POLICY + 'clock = "business"\ncalendar = "office"\n'
    (wait,) = waits(
        line("message", "m1"),
        line("reply", "r1", 34),
        options=configured(tmp_path, business, office),
    )
    assert (wait["outcome"], wait["response_s"], wait["business_s"]) == ("met", 2040, 240)


def test_the_lines_can_come_from_a_file(waits, tmp_path):
    file = tmp_path / "history.jsonl"
    file.write_text(builders.jsonl(line("message", "m1")), encoding="utf-8")
    assert waits(options=(str(file),)) == waits(line("message", "m1"))


@pytest.mark.parametrize(
    ("now", "overdue"),
    [("2026-11-22T12:00:00Z", 0), ("2026-11-22T12:00:01Z", 1), ("1795348801", 1)],
)
def test_overdue_depends_on_now(backtest, now, overdue):
    _, out, _ = backtest(line("message", "m1"), options=("--summary", "--now", now))
    assert (out[-1]["open"], out[-1]["overdue"]) == (1, overdue)


def test_the_summary_is_a_last_line_with_the_statistics(backtest):
    lines = [
        line("message", "m1", customer="1"), line("reply", "r1", 10, customer="1"),
        line("message", "m2", customer="2"), line("reply", "r2", 130, customer="2"),
        line("message", "m3", customer="3"),
        line("message", "m4", customer="4"), line("delete", "m4", customer="4"),
    ]  # fmt: skip
    _, out, _ = backtest(*lines, options=("--summary", "--now", NOW))
    summary = out[-1]
    assert len(out) == 4 + 1
    assert {n: summary[n] for n in ("opened", "met", "late", "open", "overdue", "withdrawn")} == {
        "opened": 4, "met": 1, "late": 1, "open": 1, "overdue": 1, "withdrawn": 1,
    }  # fmt: skip
    assert summary["sla_attainment"] == 0.3333
    assert summary["response_s"]["p50"] == pytest.approx(70 * 60, rel=0.02)
    assert summary["answered_within"][1]["count"] == 1


def test_the_summary_of_no_messages_is_still_a_line(backtest):
    _, out, _ = backtest(options=("--summary", "--now", NOW))
    assert [summary["opened"] for summary in out] == [0]


def test_without_now_the_current_time_is_used(backtest):
    _, out, _ = backtest(line("message", "m1", None, at=0), options=("--summary",))
    assert out[-1]["overdue"] == 1


@pytest.mark.parametrize("options", [("none.jsonl",), ("--config", "none.toml"), ("--now", "noon")])
def test_an_unreadable_input_is_an_error(backtest, options):
    status, out, err = backtest(line("message", "m1"), options=options)
    assert (status, out) == (1, [])
    assert err[0].startswith("replywatch backtest: ")


# --- Alerts -------------------------------------------------------------------------------------

SHADOW = """
[[policies]]
name = "strict"
first_response = "30m"
steps = [{ at = "50 %" }, { at = "due", by = ["sms"] }]
shadow = true

[[policies]]
name = "lax"
first_response = "12h"
"""


@pytest.fixture
def alerts(tmp_path, monkeypatch, capsys):
    def of(policies, *lines, options=()):
        file = tmp_path / "replywatch.toml"
        file.write_text(builders.toml(policies), encoding="utf-8")
        monkeypatch.setattr("sys.stdin", builders.typed(builders.jsonl(*lines)))
        now = ("--now", "2026-11-23T20:00:00Z")
        assert main(["backtest", "--config", str(file), *now, "--alerts", *options]) == 0
        shown = capsys.readouterr()
        assert shown.err == ""
        return shown.out

    return of


def test_alerts_are_shown_with_and_without_the_shadow_policies(alerts):
    lines = [line("message", "m1"), line("reply", "r1", 20), line("message", "m2", customer="2")]
    assert alerts(SHADOW, *lines) == (
        "With the shadow policies, ada would have received 3 alerts (3 by email), none at night, "
        "in 2 messages. Without them: 1 alert (1 by email), 1 at night, in 1 message.\n"
    )


def test_alerts_as_json_have_both_counts(alerts):
    lines = [line("message", "m1"), line("reply", "r1", 20)]
    one = {"alerts": 1, "by_channel": {"email": 1}, "at_night": 0, "messages": 1}
    none = {"alerts": 0, "by_channel": {}, "at_night": 0, "messages": 0}
    assert json.loads(alerts(SHADOW, *lines, options=["--json"])) == {
        "shadow_policies": ["strict"],
        "responders": [{"responder": "ada", "current": none, "with_shadows": one}],
    }


def test_without_shadow_policies_there_is_one_count(alerts):
    lax = SHADOW[SHADOW.index('[[policies]]\nname = "lax"') :]
    (found,) = json.loads(alerts(lax, line("message", "m1"), options=["--json"]))["responders"]
    assert found.keys() == {"responder", "current"}
    assert alerts(lax, line("message", "m1")) == (
        "ada would have received 1 alert (1 by email), 1 at night, in 1 message.\n"
    )
    assert alerts(lax) == "Nobody would have received an alert.\n"


def test_window_steps_count_from_the_customers_last_message(alerts):
    warned = SHADOW.replace("shadow = true", 'shadow = true\nwindow_steps = ["2h before"]')
    lines = [line("message", "m1"), line("message", "m2", 60)]
    without = alerts(SHADOW, *lines).partition(" Without")[0]
    assert " 2 alerts " in without
    # The window closes on Monday at 11:00, a day after the second message.
    assert " 3 alerts " in alerts(warned, *lines).partition(" Without")[0]
    answered = [*lines, line("reply", "r1", 60 * 23)]
    assert alerts(warned, *answered).partition(" Without")[0] == without


def test_a_shadow_policy_opens_no_wait_in_a_backtest(alerts, tmp_path, backtest):
    alerts(SHADOW)
    options = ("--now", NOW, "--config", str(tmp_path / "replywatch.toml"))
    (wait,) = backtest(line("message", "m1"), options=options)[1]
    assert wait["policy"] == "lax"


def test_alerts_of_the_default_policies_notify_nobody_without_a_file(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", builders.typed(builders.jsonl(line("message", "m1"))))
    assert main(["backtest", "--alerts"]) == 0
    assert capsys.readouterr().out == "Nobody would have received an alert.\n"
