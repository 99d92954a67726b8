"""The tap: its settings, its streams and its command line."""

from __future__ import annotations

import io
import json
import os
import signal
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

from singer_sdk import Stream, Tap
from singer_sdk.helpers.capabilities import PluginCapabilities, TapCapabilities

from tap_usagestats.errors import Stop
from tap_usagestats.messages import MessageWriter, widen_stdout
from tap_usagestats.settings import SCHEMA, Settings, checked_setting, unknown_settings
from tap_usagestats.streams import STREAMS

if TYPE_CHECKING:
    from types import FrameType

    import click


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

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  # the SDK's
        """Check the settings; raise Stop where one can't be used."""
        try:
            super().__init__(**options)
        except ValueError:
            # singer-sdk 0.54 takes whole numbers from the environment with int(), whose words name no setting.
            checked_setting("lookback_days", os.environ.get("TAP_USAGESTATS_LOOKBACK_DAYS"))
            raise

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
        self.append_builtin_config(self.config_jsonschema)
        for line in unknown_settings(self._config, self.config_jsonschema["properties"]):
            self.logger.warning(line)
        self._config.update(Settings.from_config(self._config).as_config())
        return super()._validate_config(raise_errors=True)

    def load_state(self, state: dict[str, Any]) -> None:
        """Take over the state of the last run; raise Stop where it has not the form of one."""
        bookmarks = state.get("bookmarks", {})
        if not isinstance(bookmarks, dict) or not all(isinstance(bookmark, dict) for bookmark in bookmarks.values()):
            raise Stop("--state: `bookmarks` is no object of objects. What to do: mend or clear the state.")
        super().load_state(state)

    def _handle_termination(self, signum: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG002
        """End at once: the STATE of the last whole day is written already, and this may interrupt a write.

        The SDK (0.54) would write STATE here and exit with 0, as if the sync were complete.
        """
        raise Stop(f"Stopped by {signal.Signals(signum).name}. The next run goes on from the last whole day.")

    @classmethod
    def cb_config(cls, ctx: click.Context, param: click.Option, value: tuple[str, ...]) -> Any:  # noqa: ANN401  # an SDK type
        """Read --config; raise Stop where a file is missing or no JSON object."""
        for path in value:
            if path != "ENV":
                try:
                    _check_json_object("--config", Path(path).read_text(encoding="utf-8"))
                except OSError as error:
                    raise Stop(f"--config: {path}: {error.strerror}.") from error
        return super().cb_config(ctx, param, value)

    @classmethod
    def invoke(cls, *, state: IO[str] | None = None, catalog: IO[str] | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        """Sync; raise Stop where --state or --catalog is no JSON object."""
        super().invoke(state=_checked("--state", state), catalog=_checked("--catalog", catalog), **kwargs)


def _checked(option: str, file: IO[str] | None) -> IO[str] | None:
    """Return `file` to be read once more; raise Stop where it is no JSON object."""
    if file is None:
        return None
    text = file.read()
    _check_json_object(option, text)
    return io.StringIO(text)


def _check_json_object(option: str, text: str) -> None:
    """Raise Stop where `text`, given with `option`, is no JSON object. It is not shown: it may hold the key."""
    try:
        is_object = isinstance(json.loads(text), dict)
    except ValueError:
        is_object = False
    if not is_object:
        raise Stop(f"{option}: the file is no JSON object.")


def main() -> None:
    """Run the tap's command line; a Stop becomes one line of the log and exit code 1."""
    widen_stdout()
    try:
        TapUsageStats.cli()
    except Stop as stop:
        TapUsageStats.logger.error("%s", stop)  # the line says it all
        sys.exit(1)
