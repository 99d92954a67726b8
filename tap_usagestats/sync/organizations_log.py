"""The log of a run of many organizations: one line for each that failed or lacks figures, and some for all of them."""

import logging
from collections.abc import Iterable, Sequence

from tap_usagestats.api.pacing import Clock
from tap_usagestats.errors import StreamStop, as_stream_stop
from tap_usagestats.sync.formats import count, duration
from tap_usagestats.sync.partition import Partition
from tap_usagestats.sync.run_log import AGAIN, Failures, RunLog

logger = logging.getLogger(__name__)

LINE_INTERVAL_SECONDS = 10  # minimum between two lines on how far the run is
MAX_NAMES = 100  # of organizations that failed for the same reason
MAX_REASONS = 20


class OrganizationsLog(RunLog):
    """Logs a run of many organizations, and counts those that have ended."""

    noun = "organization"

    def __init__(self, organizations: Sequence[Sequence[Partition]], clock: Clock) -> None:
        super().__init__(organizations, clock)
        self.units = organizations
        self._ended = self._failed = self._records = 0
        self._next_line = self.started + LINE_INTERVAL_SECONDS

    def announce(self) -> None:
        """Log the size of the run, and the minimum duration."""
        if not self.organizations:  # stream maps drop all streams
            return
        at_once = self.partitions[0].organization.settings.organizations_at_once
        requests = [[part.fewest_requests for part in parts] for parts in self.organizations]
        intervals = [parts[0].organization.pace.interval_seconds for parts in self.organizations]
        longest = [max(each) * interval for each, interval in zip(requests, intervals, strict=True)]
        at_least = max(*longest, sum(longest) / at_once)
        what = f"{count(len(requests), self.noun)}, {at_once} at a time"
        total = count(sum(map(sum, requests)), "request") + (f", at least {duration(at_least)}" if at_least else "")
        logger.info("%s, %s each: %s", what, count(len(requests[0]), "stream"), total)

    def tick(self) -> None:
        """Log how many organizations have ended, and the time left, by those that have."""
        now = self.clock.monotonic()
        if self._ended and now >= self._next_line:
            self._next_line = now + LINE_INTERVAL_SECONDS
            total = len(self.organizations)
            left = duration((now - self.started) / self._ended * (total - self._ended))
            done = f"{self._ended} of {count(total, self.noun)}, {self._failed} of them not completely"
            logger.info("Read %s; %s, about %s left", done, count(self._records, "record"), left)

    def end_organization(self, parts: Sequence[Partition], failures: Failures) -> None:
        """Log a line about an organization that failed, or lacks figures."""
        super().end_organization(parts, failures)
        self._ended += 1
        self._failed += any(part in failures for part in parts)
        self._records += sum(part.progress.records for part in parts)
        texts = [(part.stream, finding) for part in parts for finding in part.progress.findings]
        for part in parts:
            if error := failures.get(part):
                stop = as_stream_stop(error, part.name)
                texts.append((place_in(part, stop), f"{stop.reason} {part.progress.missing()}"))
        if texts:
            name = parts[0].organization.settings.organization
            logger.warning("%s: %s", parts[0].organization.redact(name), " ".join(grouped(texts)))

    def unfinished(self) -> str:
        """Return, for the last line of a run that had to end, how far it was."""
        return f"{self._ended} of {count(len(self.organizations), self.noun)} had been read."

    def last_line(self, failures: Failures) -> str:
        """Return the last line: what is missing has been logged for each organization."""
        return f"{self.failed(failures)} {AGAIN}"

    def failed(self, failures: Failures) -> str:
        """Return each reason, with the organizations that failed for it."""
        by_reason: dict[str, list[tuple[Partition, StreamStop]]] = {}
        for part in self.partitions:
            if error := failures.get(part):
                stop = as_stream_stop(error, part.name)
                by_reason.setdefault(stop.reason, []).append((part, stop))
        lines = [f"{who(those)}: {reason}" for reason, those in by_reason.items()]
        more = [f"{len(lines) - MAX_REASONS} more reasons are in the log."] if len(lines) > MAX_REASONS else []
        return " ".join([*lines[:MAX_REASONS], *more])


def grouped(texts: Iterable[tuple[str, str]]) -> list[str]:
    """Return each text once, after all places that it is about."""
    places: dict[str, list[str]] = {}
    for place, text in texts:
        places.setdefault(text.rstrip("."), []).append(place)
    return [f"{'; '.join(those)}: {text}." for text, those in places.items()]


def place_in(part: Partition, stop: StreamStop) -> str:
    """Return the stream and what was asked for, without the organization."""
    return part.stream + stop.where.removeprefix(part.name)


def who(failed: Sequence[tuple[Partition, StreamStop]]) -> str:
    """Return the organizations that failed for a reason, with where the first did."""
    names = list(dict.fromkeys(str(part.organization.settings.organization) for part, _ in failed))
    shown = ", ".join(names[:MAX_NAMES]) + (f" and {len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else "")
    place = place_in(*failed[0])
    if len(names) == len(failed) == 1:
        return f"{shown}: {place}"
    return f"{shown} ({place}, and {len(failed) - 1} more)"
