"""The pinned target-duckdb and DuckDB keep every value of every record, through inserts and updates.

The loader writes each batch to a CSV file, of which DuckDB guesses the dialect and whether its first row is a header. A
wrong guess loses or changes values, and the loader still ends with exit code 0. So each case makes three runs of odd
records from its number, loads them into a file of its own, and compares each value with that of the last record.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from functools import partial
from itertools import groupby, product
from operator import itemgetter
from pathlib import Path
from random import Random
from typing import Any

from running import run
from singer_sdk.singerlib import Message, RecordMessage, SchemaMessage, StateMessage
from singer_sdk.singerlib.messages import format_message
from warehouse import packages

from tap_usagestats.api.records import Record, RecordLayout
from tap_usagestats.streams import APPS, METRICS, AppUsage

pytest_plugins = ["warehouses"]

CASES, RUNS, FEWEST_UPDATES = 64, 3, 60
ROWS, BATCHES = (1, 2, 3, 10, 40, 200), (1, 1, 2, 8)  # of a run
MANY_ROWS = {4: 21_000, 6: 6_000}  # and odd ones after them: DuckDB guesses from the first 20,480
ALONE = 5  # the case with each odd text as the only one of a batch
DAYS = ("2025-12-31", "2026-01-01")
MIDNIGHT = datetime(2026, 1, 1, tzinfo=timezone.utc)
LAYOUT = RecordLayout(AppUsage.columns)
COLUMNS: dict[str, Any] = LAYOUT.schema["properties"]
DATE_TIMES = {name for name, schema in COLUMNS.items() if schema.get("format") == "date-time"}

BOM = "\ufeff"  # lost in any release if the first ID of a batch begins with it, as its file then does
TEXTS = (
    *("", " ", "  blanks  ", "\t", "a\tb", ",", ",,,", "a, b", ";", "a;b|c", "#", "# 1", "//", "~", "^", "--", "`"),
    *('"', '""', '"all"', 'a "quoted", b', "'", "it's", "\\", '\\"', "a\\,b", "\\N", "a\\", "=1+1", "{", "[1]"),
    *("\n", "\r", "\r\n", "a\nb", "a\rb", 'a\r\n"b"\r\n', "\x0b", "\x1a", "\x85", "\u2028", BOM, "\ufffd"),
    *("人事管理", "CRM 🚀", "👩\u200d👧", "Заявки", "e\u0301", "x" * 20_000, "字," * 3_000),
    *("app_id", "app_name", "date", "extra", "NULL", "null", "None", "nan", "inf", "true", "False", "f", "t"),
    *("0", "-1", "007", "1.5", "1,5", "1e5", "0x1f", "12:00", "2026-01-01", "2026-01-01T00:00:00Z", "1 day"),
)
NUMBERS = (0, -1, 2**31, 2**32 + 1, 2**53 + 1, 2**63 - 1, -(2**63))
MOMENTS = ("0001-01-02T00:00:00Z", "1969-12-31T23:59:59.999999Z", "2026-03-29T02:30:00+01:00", "9999-12-31T00:00:00Z")

READER = """
import duckdb, json, sys
for file in sys.argv[1:]:
    rows = duckdb.connect(file).execute("select * from usagestats.app_usage")
    names = [column[0] for column in rows.description]
    print(json.dumps([dict(zip(names, row)) for row in rows.fetchall()], default=str))
"""

Cells = dict[tuple[str, str, str], Any]  # by date, app_id and column


def item(rng: Random, app_id: str, *, odd: bool) -> dict[str, Any]:
    """An app as the API sends it: with odd values or usual ones, and none, some or all of them null."""
    nulls = rng.choice((0, 0.3, 1))

    def some(odd_values: Sequence[Any], usual: Any) -> Any:
        return None if rng.random() < nulls else rng.choice(odd_values) if odd else usual

    number = rng.randrange(10**6)
    moment = (MIDNIGHT + timedelta(seconds=number)).isoformat()
    note = some([{text: [text, {"": number}]} for text in TEXTS], None)
    return {
        "app_id": app_id,
        "app_name": some(TEXTS, f"App {number}"),
        "creator": {"member_id": some(TEXTS, f"{number:024x}"), "name": some(TEXTS, "王芳")},
        **{name: some(MOMENTS, moment) for name in DATE_TIMES},
        "metrics": {metric.name: some(NUMBERS, number) for metric in METRICS},
        **({"note": note} if note else {}),
    }


def records_of_runs(seed: int) -> Iterator[list[Record]]:
    """The records of each run, day by day. Keys come again, but few of many: DuckDB takes long to update those."""
    rng = Random(seed)  # noqa: S311  # no secret
    if seed == ALONE:
        for _ in range(RUNS):
            items = [item(rng, f"{number:024x}", odd=False) | {"app_name": text} for number, text in enumerate(TEXTS)]
            yield [LAYOUT.convert({"date": DAYS[0]}, one)[0] for one in items]
        return
    rows = MANY_ROWS.get(seed) or rng.choice(ROWS)
    first_odd = rows if seed in MANY_ROWS else rng.choice((0, 0, rows // 2, rows))
    ids = [f"{rng.getrandbits(96):024x}" for _ in range(rows * (16 if seed in MANY_ROWS else 1))]
    if seed % 8 < 2:
        ids[::2] = [rng.choice(TEXTS).strip(BOM) or usual for usual in ids[::2]]
    all_keys = list(product(DAYS, ids))
    for _ in range(RUNS):
        keys = sorted(rng.sample(all_keys, rows) + rng.choices(all_keys, k=rows // 10), key=itemgetter(0))
        items = [item(rng, app_id, odd=number >= first_odd) for number, (_, app_id) in enumerate(keys)]
        yield [LAYOUT.convert({"date": day}, one)[0] for (day, _), one in zip(keys, items, strict=True)]


def messages_of(records: list[Record]) -> Iterator[Message]:
    """What the tap sends: SCHEMA, then the RECORDs and a STATE of each day."""
    yield SchemaMessage(APPS, LAYOUT.schema, LAYOUT.schema["required"], ["date"])
    for day, of_day in groupby(records, itemgetter("date")):
        yield from (RecordMessage(APPS, record, time_extracted=MIDNIGHT) for record in of_day)
        yield StateMessage({"bookmarks": {APPS: {"replication_key": "date", "replication_key_value": day}}})


def cells(rows: list[Record]) -> Cells:
    """Each value of `rows`, with date-times in UTC, and null for the empty text, as this loader has it."""

    def value(name: str, of: Any) -> Any:
        if of and name in DATE_TIMES:
            return datetime.fromisoformat(of.replace("Z", "")).replace(tzinfo=timezone.utc)
        return None if of == "" else of

    return {(row["date"], row["app_id"], name): value(name, row[name]) for row in rows for name in row}


def load(loader: Path, folder: Path, seed: int) -> tuple[Cells, int]:
    """Load the runs of a case; return what must be in the table, and how many runs changed a value in it."""
    expected: Cells = {}
    updates = 0
    config, messages = folder / f"{seed}.json", folder / f"{seed}.jsonl"
    settings = {"filepath": str(folder / f"{seed}.duckdb"), "default_target_schema": "usagestats"}
    for records in records_of_runs(seed):
        batch_size = 1 if seed == ALONE else -(-len(records) // BATCHES[seed % len(BATCHES)])
        config.write_text(json.dumps(settings | {"batch_size_rows": batch_size}))
        messages.write_text("".join(f"{format_message(message)}\n" for message in messages_of(records)))
        run(loader, "--config", config, stdin=messages)
        sent = cells(records)
        updates += any(expected.get(place, value) != value for place, value in sent.items())
        expected |= sent
    return expected, updates


def differences(seed: int, expected: Cells, rows: list[Record]) -> Iterator[str]:
    loaded = cells(rows)
    if len(rows) * len(COLUMNS) != len(expected):
        yield f"case {seed}: {len(rows)} rows instead of {len(expected) // len(COLUMNS)}"
    for place in expected | loaded:
        wanted, found = expected.get(place, "no row"), loaded.get(place, "no row")
        if wanted != found:
            yield f"case {seed}: {place}: {wanted!r:.200} was sent, {found!r:.200} is loaded"


def test_every_value_of_every_run_is_loaded(python_with: Callable[..., Path], tmp_path: Path) -> None:
    python = python_with(*packages("loaders", "target-duckdb"))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        cases = list(pool.map(partial(load, python.parent / "target-duckdb", tmp_path), range(CASES)))
    assert sum(updates for _, updates in cases) >= FEWEST_UPDATES

    tables = run(python, "-c", READER, *(tmp_path / f"{seed}.duckdb" for seed in range(CASES))).splitlines()
    found = [next(differences(seed, cases[seed][0], json.loads(tables[seed])), None) for seed in range(CASES)]
    wrong = [difference for difference in found if difference]
    assert not wrong, f"{len(wrong)} of {CASES} cases differ: the first difference of each\n" + "\n".join(wrong)
