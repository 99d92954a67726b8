"""Organizations that are read in one run, each with an API, a key and items of its own."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import ExitStack
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from scripted_api import ENDPOINTS, KEY, ScriptedApi, TurnedClock
from syncs import Key, Run, Sync, all_streams

from tap_usagestats.sandbox.requested import Json

if TYPE_CHECKING:
    from typing_extensions import Self

MOST_ITEMS = 100  # of a day


class Organizations:
    """Organizations with these names: no API takes the key of another, and each figure tells whose it is."""

    def __init__(self, clock: TurnedClock, *names: str) -> None:
        self.apis = {name: ScriptedApi(clock, key_of(name)) for name in names}
        for number, api in enumerate(self.apis.values()):
            api.first_number = number * MOST_ITEMS
            api.endpoints["overview"] = partial(marked_overview, api)

    def __enter__(self) -> Self:
        with ExitStack() as servers:
            for api in self.apis.values():
                servers.enter_context(api)
            self._servers = servers.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._servers.close()

    @property
    def accounts(self) -> list[dict[str, Any]]:
        """The setting `organizations`."""
        return [{"name": name, "api_key": api.api_key, "api_url": api.url} for name, api in self.apis.items()]

    def accounts_with(self, changed: str, **fields: Any) -> list[dict[str, Any]]:
        """The setting `organizations` with other `fields` of the one that is `changed`; without those that are None."""
        accounts = [{**one, **fields} if one["name"] == changed else one for one in self.accounts]
        return [{field: value for field, value in one.items() if value is not None} for one in accounts]

    def everything_on(self, days: Collection[date]) -> dict[str, set[Key]]:
        """What there is on `days`, as in `acme: app_usage`."""
        by_name = {name: api.keys_on(days) for name, api in self.apis.items()}
        return {f"{name}: {stream}": keys for name, streams in by_name.items() for stream, keys in streams.items()}

    def days_asked(self, part: str) -> list[str]:
        """The days of the requests for `acme: app_usage` and the like."""
        name, _, stream = part.partition(": ")
        return [request.body["date"] for request in self.apis[name].requests_to(ENDPOINTS[stream])]

    def mixed_up_in(self, run: Run) -> list[dict[str, Any]]:
        """The records whose figures are of another organization than they say."""
        firsts = {name: api.first_number for name, api in self.apis.items()}
        figures = [(record, record["metrics_data"] % 1000 // MOST_ITEMS * MOST_ITEMS) for record in run.records]
        return [record for record, first in figures if firsts[record["organization"]] != first]

    def forget_requests(self) -> None:
        """As ScriptedApi does."""
        for api in self.apis.values():
            api.forget_requests()


def sync_many(sync: Sync, start: str, accounts: Any, state: Any = None, **settings: Any) -> Run:
    """Sync all streams of many organizations from the day `start` on."""
    return sync(state, all_streams(organization="any"), start_date=start, organizations=accounts, **settings)


def key_of(name: str) -> str:
    """The key of an organization."""
    return f"{name}-{KEY}"


def marked_overview(api: ScriptedApi, request: Json) -> Json:
    """The answer of overview, with figures that tell whose they are, as those of app_item do."""
    answer = api.overview(request)
    data = date.fromisoformat(answer["date"]).toordinal() * 1000 + api.first_number
    return {**answer, "metrics": {"app": 1, "data": data}}
