from __future__ import annotations

import resource
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tap_usagestats.api import day
from tap_usagestats.api.day import DayContent, Lines
from tap_usagestats.errors import StreamStop

LINE = "x" * 99 + "\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder for temporary files, to which a day goes from 1,000 bytes on."""
    monkeypatch.setattr(day, "MEMORY_BYTES", 1000)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield tmp_path
    assert list(tmp_path.iterdir()) == []


def open_files() -> list[Path]:
    return list(Path("/dev/fd").iterdir())


def content_of(lines: int, *ids: str) -> DayContent:
    content = DayContent()
    for _ in range(lines):
        content.add(Lines(LINE, 1))
    content.seal(ids)
    return content


def test_repeated_id_is_not_new() -> None:
    content = DayContent()
    assert [content.add_id(one) for one in ("a", "b", "a", "c", "b")] == [True, True, False, True, False]
    assert content.records == 3


def test_ids_that_were_asked_for_are_found() -> None:
    content = DayContent()
    for one in ("a", "b", "c"):
        content.add_id(one)
    content.seal(["c", "d", "a"])
    assert content.ids_found == {"a", "c"}


@pytest.mark.parametrize("lines", [0, 1, 10, 11, 2000])
def test_lines_come_back_as_they_were_added(folder: Path, lines: int) -> None:
    files = len(open_files())
    content = content_of(lines)
    assert len(open_files()) - files == (lines > 10)
    assert list(folder.iterdir()) == []  # the file has no name, so that nothing is left when the process is killed
    assert "".join(content.chunks()) == LINE * lines
    assert content.messages == lines
    content.close()
    assert len(open_files()) == files


@pytest.mark.usefixtures("folder")
def test_large_day_is_given_in_pieces_of_whole_lines() -> None:
    """One that cannot be read any more must not leave a part of a line, which would break that of another stream."""
    chunks = list(content_of(2000).chunks())
    assert [len(chunk) for chunk in chunks] == [65_600] * 3 + [200_000 - 3 * 65_600]


def test_missing_folder_is_one_clear_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "missing"))
    assert stopped().what == f"could not keep the day in {folder / 'missing'} (No such file or directory)"


def test_full_folder_is_one_clear_line(folder: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1500, hard))  # as if there were no more room
    try:
        stop = stopped()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert stop.what == f"could not keep the day in {folder} (File too large)"
    assert stop.advice == "free space in this folder, or set TMPDIR to another one that can be written"


def stopped() -> StreamStop:
    with pytest.raises(StreamStop) as stop:
        content_of(200)
    return stop.value
