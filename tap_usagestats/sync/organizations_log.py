"""The log of a run of many organizations: one line for each that failed or lacks figures, and some for all of them."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from tap_usagestats.api.pacing import Clock
from tap_usagestats.errors import StreamStop, as_stream_stop
from tap_usagestats.sync.formats import count, duration
from tap_usagestats.sync.partition import Partition
from tap_usagestats.sync.run_log import AGAIN, Failures, RunLog

logger = logging.getLogger(__name__)

LINE_INTERVAL_SECONDS = 10  # minimum between two lines on how far the run is
MAX_NAMES = 100  # of organizations that failed for the same reason
MAX_REASONS = 20

T = TypeVar("T")


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
        what = f"{count(len(requests), self.noun)}, {min(at_once, len(requests))} at a time"
        total = count(sum(map(sum, requests)), "request") + (f", at least {duration(at_least)}" if at_least else "")
        logger.info("%s, %s each: %s", what, count(len(requests[0]), "stream"), total)

    def tick(self) -> None:
        """Log how many organizations have ended, and the time left, by those that have."""
        now = self.clock.monotonic()
        if self._ended and now >= self._next_line:
            self._next_line = now + LINE_INTERVAL_SECONDS
            total = len(self.organizations)
            left = duration((now - self.started) / self._ended * (total - self._ended))
            done = f"{self._ended} of {count(total, self.noun)} ({self._failed} failed)"
            logger.info("Read %s, %s; about %s left", done, count(self._records, "record"), left)

    def end_organization(self, parts: Sequence[Partition], failures: Failures) -> None:
        """Log a line about an organization that failed, or lacks figures."""
        super().end_organization(parts, failures)
        self._ended += 1
        self._failed += any(part in failures for part in parts)
        self._records += sum(part.progress.records for part in parts)
        places = [(finding, part.stream) for part in parts for finding in part.progress.findings]
        places += [(f"{stop.reason} {part.progress.missing()}", place) for part, stop, place in ends(parts, failures)]
        if places:
            organization = parts[0].organization
            lines = [f"{'; '.join(those)}: {text.rstrip('.')}." for text, those in grouped(places).items()]
            logger.warning("%s: %s", organization.redact(organization.settings.organization), " ".join(lines))

    def unfinished(self) -> str:
        """Return, for the last line of a run that had to end, how far it was."""
        return f"{self._ended} of {count(len(self.organizations), self.noun)} had been read."

    def last_line(self, failures: Failures) -> str:
        """Return the last line: what is missing has been logged for each organization."""
        return f"{self.failed(failures)} {AGAIN}"

    def failed(self, failures: Failures) -> str:
        """Return each reason, with the organizations that failed for it."""
        reasons = grouped((stop.reason, (part, place)) for part, stop, place in ends(self.partitions, failures))
        lines = [f"{who(those)}: {reason}" for reason, those in reasons.items()]
        if len(lines) > MAX_REASONS:
            lines[MAX_REASONS:] = [f"{len(lines) - MAX_REASONS} more reasons are in the log."]
        return " ".join(lines)


def ends(parts: Iterable[Partition], failures: Failures) -> Iterator[tuple[Partition, StreamStop, str]]:
    """Yield which of `parts` have failed, and how, and where: the stream and what was asked for."""
    for part in parts:
        if error := failures.get(part):
            stop = as_stream_stop(error, part.name)
            yield part, stop, part.stream + stop.where.removeprefix(part.name)


def grouped(texts: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    """Return each text once, with all that it is about."""
    groups: dict[str, list[T]] = {}
    for text, about in texts:
        groups.setdefault(text, []).append(about)
    return groups


def who(failed: Sequence[tuple[Partition, str]]) -> str:
    """Return the organizations that failed for a reason, with where the first did."""
    organizations = [part.organization for part, _ in failed]
    names = list(dict.fromkeys(one.redact(one.settings.organization) for one in organizations))
    shown = ", ".join(names[:MAX_NAMES]) + (f" and {len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else "")
    place = failed[0][1]
    return f"{shown}: {place}" if len(failed) == 1 else f"{shown} ({place}, and {len(failed) - 1} more)"
