"""Quality of the intent classifier: precision and recall on the messages in tests/intents/.

python -m bench.intents            print the tables of docs/intents.md
python -m bench.intents --write    write them to docs/intents.md
python -m bench.intents --misses   print the wrong classifications of the `dev` part
python -m bench.intents --speed    print the microseconds per message
python -m bench.intents --model ID print the tables with the second opinion of a model or inference
                                   profile of Amazon Bedrock, in the account and region of the
                                   usual AWS settings; each message is one paid call
"""

import json
import sys
import timeit
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from functions.tracker import second_opinion
from shared.domain.intents.classifier import (
    INTENTS,
    LANGUAGES,
    Reading,
    deflects,
    is_holding,
    read,
)
from shared.domain.intents.second_opinion import is_courtesy
from shared.runtime import aws

ROOT = Path(__file__).resolve().parents[1]
SETS = ROOT / "tests" / "intents"
DOCS = ROOT / "docs" / "intents.md"
BEGIN, END = "<!-- figures: begin -->\n", "<!-- figures: end -->\n"
SPLITS = ("test", "fresh")
PARTS = ("first", "second")
"""The parts of courtesies.jsonl, complaints.jsonl and holding.jsonl: what was corrected with, and
what was not."""
COURTESY_PARTS = (*PARTS, "third", "fourth", "fifth", "sixth")
"""Nothing was corrected with the third, the fifth and the sixth."""
HOLDING_PARTS = (*COURTESY_PARTS, "seventh", "eighth", "ninth")
"""From the third on they have full answers that look like promises. Nothing was corrected with the
fourth, the sixth, the eighth and the ninth."""

LABELS = (*INTENTS, "courtesy", "deflection")

type Row = dict[str, Any]
type Pair = tuple[bool, bool]
"""The label, and the classification."""
type Read = Callable[[str], Reading]


def rows(name: str = "labelled") -> list[Row]:
    text = (SETS / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def tables(read: Read = read) -> str:
    """The figures, as Markdown: those of short messages and holding replies first."""
    labelled = rows()
    parts = (
        _courtesies(read),
        _complaints(read),
        _holding(),
        _by_label(labelled, read),
        _by_language(labelled, read),
    )
    return "\n\n".join("\n".join(lines) for lines in (*parts, _sizes(labelled)))


def _courtesies(read: Read) -> list[str]:
    lines = [
        "| short messages | need an answer | taken for a courtesy | courtesies | recognised |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for part in COURTESY_PARTS:
        pairs = [
            (row["courtesy"], read(row["text"]).courtesy)
            for row in rows("courtesies")
            if row["part"] == part
        ]
        count = sum(true for true, _ in pairs)
        false = sum(found and not true for true, found in pairs)
        lines.append(f"| {part} | {len(pairs) - count} | {false} | {count} | {_recall(pairs)} |")
    return lines


def _complaints(read: Read) -> list[str]:
    lines = [
        "| waiting and no help | messages | complaints | precision | recall |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for part in PARTS:
        pairs = [
            (row["complaint"], "complaint" in read(row["text"]).intents)
            for row in rows("complaints")
            if row["part"] == part
        ]
        count = sum(true for true, _ in pairs)
        lines.append(
            f"| {part} | {len(pairs)} | {count} | {_precision(pairs)} | {_recall(pairs)} |"
        )
    return lines


def _holding() -> list[str]:
    lines = [
        "| holding replies | language | replies | holding | precision | recall |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]
    replies = rows("holding")
    for part in HOLDING_PARTS:
        for language in (None, *LANGUAGES):
            pairs = [
                (row["holding"], is_holding(row["text"]))
                for row in replies
                if row["part"] == part and language in (None, row["lang"])
            ]
            if not pairs:
                continue
            count = sum(true for true, _ in pairs)
            lines.append(
                f"| {part} | {language or 'all'} | {len(pairs)} | {count} "
                f"| {_precision(pairs)} | {_recall(pairs)} |"
            )
    return lines


def _by_label(labelled: list[Row], read: Read) -> list[str]:
    lines = [
        "| label | part | in it | precision | recall |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    for label in LABELS:
        for split in SPLITS:
            pairs = _pairs([row for row in labelled if row["split"] == split], label, read)
            count = sum(true for true, _ in pairs)
            lines.append(
                f"| {label} | {split} | {count} | {_precision(pairs)} | {_recall(pairs)} |"
            )
    return lines


def _by_language(labelled: list[Row], read: Read) -> list[str]:
    lines = [
        "| language | part | " + " | ".join((*LABELS, "language")) + " |",
        "| --- | --- |" + " ---: |" * 7,
    ]
    for language in LANGUAGES:
        for split in SPLITS:
            part = [row for row in labelled if (row["split"], row["lang"]) == (split, language)]
            cells = [
                f"{_precision(pairs)} / {_recall(pairs)}"
                for pairs in (_pairs(part, label, read) for label in LABELS)
            ]
            lines.append(
                f"| {language} | {split} | {' | '.join(cells)} | {_language_accuracy(part, read)} |"
            )
    return lines


def _sizes(labelled: list[Row]) -> list[str]:
    lines = ["| part | messages | replies |", "| --- | ---: | ---: |"]
    for split in ("dev", *SPLITS):
        kinds = [row["kind"] for row in labelled if row["split"] == split]
        lines.append(f"| {split} | {kinds.count('message')} | {kinds.count('reply')} |")
    return lines


def _pairs(part: Iterable[Row], label: str, read: Read) -> list[Pair]:
    if label == "deflection":
        return [(r["deflects"], deflects(r["text"])) for r in part if r["kind"] == "reply"]
    messages = [(row, read(row["text"])) for row in part if row["kind"] == "message"]
    if label == "courtesy":
        return [(row["courtesy"], reading.courtesy) for row, reading in messages]
    return [(label in row["intents"], label in reading.intents) for row, reading in messages]


def _precision(pairs: list[Pair]) -> str:
    return _share([true for true, found in pairs if found])


def _recall(pairs: list[Pair]) -> str:
    return _share([found for true, found in pairs if true])


def _language_accuracy(part: list[Row], read: Read) -> str:
    messages = [row for row in part if row["kind"] == "message"]
    return _share([read(row["text"]).language == row["lang"] for row in messages])


def _share(hits: list[bool]) -> str:
    """A share in whole percent, rounded down, so that only a perfect result is 100 %."""
    return f"{100 * sum(hits) // len(hits)} %" if hits else "–"


def misses() -> Iterable[str]:
    for row in rows():
        if row["split"] != "dev":
            continue
        if row["kind"] == "reply":
            if deflects(row["text"]) != row["deflects"]:
                yield f"{row['lang']} deflects={row['deflects']}: {row['text']}"
            continue
        reading = read(row["text"])
        if (sorted(reading.intents), reading.courtesy) != (row["intents"], row["courtesy"]):
            label = ["courtesy"] if row["courtesy"] else row["intents"]
            yield f"{row['lang']} {label}: {row['text']} -> {list(reading.reasons)}"


SENTENCE = (
    "Hi, I ordered a lamp two weeks ago and it still hasn't arrived. Can you tell me when it comes?"
)


def microseconds(work: Callable[[], object], *, times: int = 2_000) -> float:
    """Microseconds per call: the best of five runs."""
    return min(timeit.repeat(work, number=times, repeat=5)) / times * 1e6


def with_model(model: str, client: Any, failed: list[str]) -> Read:
    """Classifies each text once with this model, as the tracker does. If the model fails, the word
    lists decide, and the error is counted in `failed`."""

    @cache
    def corrected(text: str) -> Reading:
        listed = read(text)
        try:
            opinion = second_opinion.ask(client, model, text)
        except Exception as error:  # noqa: BLE001 the next call may succeed
            failed.append(type(error).__name__)
            return listed
        courtesy = is_courtesy(listed.courtesy, opinion)
        return replace(listed, intents=opinion.intents, courtesy=courtesy)

    return corrected


def published() -> str:
    """The tables that docs/intents.md shows now."""
    return DOCS.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0].strip()


def main(arguments: list[str]) -> None:
    if "--misses" in arguments:
        print("\n".join(misses()))
    elif "--model" in arguments:
        (model,) = arguments[arguments.index("--model") + 1 :]
        failed: list[str] = []
        print(tables(with_model(model, aws.client("bedrock-runtime"), failed)))
        print(f"\n{len(failed)} calls failed: {', '.join(sorted(set(failed))) or 'none'}")
    elif "--speed" in arguments:
        read("warm")
        print(f"read, {len(SENTENCE)} characters: {microseconds(lambda: read(SENTENCE)):.0f} µs")
    elif "--write" in arguments:
        text = DOCS.read_text(encoding="utf-8")
        before, _, rest = text.partition(BEGIN)
        _, _, after = rest.partition(END)
        DOCS.write_text(f"{before}{BEGIN}\n{tables()}\n\n{END}{after}", encoding="utf-8")
    else:
        print(tables())


if __name__ == "__main__":
    main(sys.argv[1:])
