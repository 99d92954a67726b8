"""The tap: its settings, its streams and its command line."""

from __future__ import annotations

import io
import json
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO, Any, NoReturn

import click
from singer_sdk import Stream, Tap
from singer_sdk.exceptions import ConfigValidationError, SingerSDKError
from singer_sdk.helpers.capabilities import PluginCapabilities, TapCapabilities
from singer_sdk.singerlib import Catalog

from tap_usagestats.errors import Stop
from tap_usagestats.messages import MessageWriter, whole_stdout
from tap_usagestats.settings import SCHEMA, Settings, checked_setting, unknown_settings
from tap_usagestats.streams import STREAMS

ENVIRONMENT_PREFIX = "TAP_USAGESTATS_"


class TapUsageStats(Tap):
    """Daily usage figures from the Usage Statistics API of Jodoo and Jiandaoyun, per app, member and organization."""

    name = "tap-usagestats"
    config_jsonschema = SCHEMA
    message_writer_class = MessageWriter

    # Not BATCH: STATE comes at the end of each day and may not overtake records. Not FLATTENING: records are flat.
    capabilities = [  # noqa: RUF012  # singer-sdk declares it as a list
        TapCapabilities.CATALOG,
        TapCapabilities.STATE,
        TapCapabilities.DISCOVER,
        PluginCapabilities.ABOUT,
        PluginCapabilities.STREAM_MAPS,
        PluginCapabilities.STRUCTURED_LOGGING,
    ]

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  # the SDK's signature
        """Check the settings; raise Stop where one can't be used."""
        from_environment = bool(options.get("parse_env_config"))
        try:
            if from_environment:
                self._warn_of_unknown(settings_in(os.environ))
            super().__init__(**options)
        except ValueError as error:
            if not from_environment:
                raise
            # singer-sdk 0.54 reads whole numbers and JSON from the environment; its words name no setting.
            checked_setting("lookback_days", os.environ.get(f"{ENVIRONMENT_PREFIX}LOOKBACK_DAYS"))
            raise Stop(f"A setting of the environment ({ENVIRONMENT_PREFIX}…) can't be read: {error}.") from error

    def _warn_of_unknown(self, names: Iterable[str]) -> None:
        """Log which of `names` are no settings."""
        # It adds the SDK's own settings to the schema, stream_maps among them.
        self.append_builtin_config(self.config_jsonschema)
        for line in unknown_settings(names, self.config_jsonschema["properties"]):
            self.logger.warning(line)

    def discover_streams(self) -> list[Stream]:
        """Return all streams; none of them needs the network to be known."""
        return [stream(tap=self) for stream in STREAMS]

    def _validate_config(self, *, raise_errors: bool = True) -> list[str]:
        """Check the settings before the SDK does, whose words for a bad one may show the key (test_settings pins this).

        Args:
            raise_errors: False for --discover, which needs no settings.
        """
        if not raise_errors:
            return []
        self._warn_of_unknown(self._config)
        self._config.update(Settings.from_config(self._config).as_config())
        try:
            return super()._validate_config(raise_errors=True)
        except ConfigValidationError as error:
            raise Stop(f"Settings: {'; '.join(error.errors)}.") from error

    def load_state(self, state: dict[str, Any]) -> None:
        """Take over the state of the last run; raise Stop where it has not the form of one."""
        bookmarks = state.get("bookmarks", {})
        if not isinstance(bookmarks, dict) or not all(isinstance(bookmark, dict) for bookmark in bookmarks.values()):
            raise Stop("--state: `bookmarks` is no object of objects. What to do: mend or clear the state.")
        if state and "bookmarks" not in state:
            self.logger.warning("The state has no `bookmarks`: this sync begins as if there were none")
        # Nothing else in a bookmark is this tap's.
        keys = ("replication_key", "replication_key_value")
        super().load_state(
            {
                "bookmarks": {
                    stream: {key: bookmark[key] for key in keys if key in bookmark}
                    for stream, bookmark in bookmarks.items()
                }
            }
        )

    def _handle_termination(self, signum: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG002  # the SDK's signature
        """End at once: the STATE of the last whole day is written already, and this may interrupt a write.

        The SDK (0.54) would write STATE here and exit with 0, as if the sync were complete.
        """
        sys.unraisablehook = lambda _: None  # what is interrupted half-made may fail to tidy up
        raise Stop(f"Stopped by {signal.Signals(signum).name}. The next run goes on from the last whole day.")

    @classmethod
    def cb_config(cls, ctx: click.Context, param: click.Option, value: tuple[str, ...]) -> Any:  # noqa: ANN401  # the SDK's signature
        """Read --config; raise Stop where a file is missing or no JSON object."""
        for path in value:
            if path != "ENV":
                with stopping_at(f"--config: {path} is no readable file with a JSON object"):
                    json_object(Path(path).read_text(encoding="utf-8"))
        return super().cb_config(ctx, param, value)

    @classmethod
    def invoke(cls, *, state: IO[str] | None = None, catalog: IO[str] | None = None, **kwargs: Any) -> None:  # noqa: ANN401  # the SDK's signature
        """Sync; raise Stop where --state or --catalog is not what it should be."""
        if state:
            with stopping_at("--state: the file is no JSON object"):
                state = io.StringIO(state.read())
                json_object(state.getvalue())
        if catalog:
            with stopping_at("--catalog: the file is no Singer catalog"):
                catalog = io.StringIO(catalog.read())
                Catalog.from_dict(json_object(catalog.getvalue()))
        super().invoke(state=state, catalog=catalog, **kwargs)


@contextmanager
def stopping_at(what: str) -> Iterator[None]:
    """Raise Stop with `what` where input has another form than expected. It is not shown: it may hold the key."""
    try:
        yield
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Stop(f"{what} ({type(error).__name__}).") from error


def json_object(text: str) -> dict[str, Any]:
    """Return the JSON object in `text`; raise ValueError where it is none, or holds a NaN that JSON does not know."""
    value = json.loads(text, parse_constant=int)  # int("NaN") raises ValueError
    if not isinstance(value, dict):
        raise ValueError
    return value


def settings_in(environment: Iterable[str]) -> list[str]:
    """Return the names of the settings among the variables of an `environment`; Meltano's own begin with __."""
    names = [name.removeprefix(ENVIRONMENT_PREFIX) for name in environment if name.startswith(ENVIRONMENT_PREFIX)]
    return [name.lower() for name in names if not name.startswith("_") and name != "LOGLEVEL"]


def main() -> None:
    """Run the tap's command line; whatever can go wrong becomes one line of the log and exit code 1."""
    try:
        with whole_stdout():
            with stopping_at("LOGLEVEL or SINGER_SDK_LOG_CONFIG can't be used"):
                command = TapUsageStats.cli  # the SDK sets up its logging here
            exit_code = command.main(standalone_mode=False)
        sys.exit(exit_code)
    except (Stop, SingerSDKError) as error:
        line = str(error)
    except click.ClickException as error:
        line = error.format_message()
    TapUsageStats.logger.error("%s", line)
    sys.exit(1)
