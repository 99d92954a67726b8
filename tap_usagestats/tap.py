"""The tap: what it overrides of the SDK, each with the reason."""

import logging
import os
from collections.abc import Mapping
from typing import Any, cast

import click
from singer_sdk import Tap
from singer_sdk.exceptions import ConfigValidationError, MapExpressionError, SingerSDKError
from singer_sdk.mapper import PluginMapper

from tap_usagestats.api.pacing import Clock
from tap_usagestats.config.environment import config_in, unknown_settings
from tap_usagestats.config.input_files import EXPECTED, bookmarks_in, read_files
from tap_usagestats.config.settings import Settings, json_schema, warnings_of
from tap_usagestats.config.stream_maps import mistakes_in
from tap_usagestats.errors import Stop
from tap_usagestats.redaction import Redactor
from tap_usagestats.streams import STREAMS
from tap_usagestats.sync.organization import Organization
from tap_usagestats.sync.run import Sync, test
from tap_usagestats.sync.standard_output import MessageWriter
from tap_usagestats.sync.stream import UsageStream

logger = logging.getLogger(__name__)

Json = Mapping[str, Any] | None
SUPPORTED = {"about", "catalog", "discover", "state", "stream-maps", "structured-logging"}  # capabilities


class TapUsageStats(Tap):
    """Daily usage figures from the Usage Statistics API of Jodoo and Jiandaoyun, per app, member and organization."""

    name = "tap-usagestats"
    config_jsonschema = json_schema()
    message_writer_class = MessageWriter

    # No BATCH: STATE must not overtake records. No FLATTENING: they are flat. No ACTIVATE_VERSION: no row is deleted.
    capabilities = [one for one in Tap.capabilities if one.value in SUPPORTED]  # noqa: RUF012  # the SDK's is a list

    def __init__(self, *, config: Json = None, state: Json = None, clock: Clock | None = None, **options: Any) -> None:  # noqa: ANN401  # the SDK's
        """Check the settings before the SDK does, because its messages may show the key; raise Stop for a bad one."""
        self.append_builtin_config(self.config_jsonschema)  # stream_maps and its kin
        known = self.config_jsonschema["properties"]
        config = dict(config or {}) | (config_in(os.environ, known) if options.pop("parse_env_config", False) else {})
        config = {name: value for name, value in config.items() if value != ""}  # Meltano passes on empty variables
        checked = config
        if not options.get("validate_config", True):  # --discover needs no settings but one, which adds a column
            name = config.get("organization") or ("any" if config.get("organizations") else None)
            checked = {"api_key": "none", "organization": name}
        settings = Settings.from_config(checked)
        each = settings.of_each_organization()
        self._redact = Redactor(*(one.api_key for one in each if one.api_key))
        self._organizations = [Organization(one, clock or Clock(), self._redact) for one in each]
        for warning in (*unknown_settings(checked, known), *warnings_of(settings)):
            logger.warning("%s", self._redact(warning))
        try:
            config |= settings.as_config()
            state = bookmarks_in(state or {}, [stream.name for stream in STREAMS], settings)
            super().__init__(config=config, state=state, **options)
        except ConfigValidationError as error:  # its text shows the values
            wrong = ", ".join(sorted({text.rpartition("config['")[2].partition("'")[0] for text in error.errors}))
            raise Stop(f"Settings: expected {wrong} to be as --about describes it.") from error

    def _setup_signal_handlers(self) -> None:
        """Do nothing: main() sets its own handlers, and as a library the tap does not change the process."""

    @classmethod
    def get_singer_command(cls) -> click.Command:
        """Read the files by our own rules; the SDK shows a traceback for one that it cannot read."""
        command = super().get_singer_command()
        for option in command.params:
            if option.name in EXPECTED:
                option.type, option.callback = click.STRING, read_files
        return command

    def discover_streams(self) -> list[UsageStream]:
        """Return all streams; discovery does not need the network."""
        return [stream(self, self._organizations) for stream in STREAMS]

    def setup_mapper(self) -> None:
        """Register each stream with its selected columns; the SDK (0.54) fails on a map for a deselected stream."""
        streams = self.usage_streams
        columns = {stream.name: stream.schema["properties"] for stream in streams}
        selected = {stream.name: stream.selected_schema["properties"] for stream in streams if stream.selected}
        for mistake in mistakes_in(self.config, columns, selected):
            raise self._bad_maps(mistake)
        try:
            self.mapper = PluginMapper({name: one for name, one in self.config.items() if one is not None}, logger)
            for stream in streams:
                self.mapper.register_raw_stream_schema(stream.name, stream.selected_schema, stream.primary_keys)
        except MapExpressionError as error:  # its text shows the expression, which may hold a secret
            raise self._bad_maps("expected each `__alias__` to be a name or an expression") from error
        except (SingerSDKError, NotImplementedError, TypeError) as error:  # raised for malformed maps
            raise self._bad_maps(str(error).rstrip(".")) from error
        senders: dict[str, str] = {}  # by the name under which the SDK sends
        for name, one in ((stream.name, one) for stream in streams if stream.selected for one in stream.sent_maps):
            alias = one.stream_alias
            if alias in senders or alias in columns.keys() - {name}:
                both = f"{senders.get(alias, alias)} and {name}"
                raise self._bad_maps(f"expected a name of its own for each stream, got {alias} for {both}")
            senders[alias] = name
            if added := sorted(one.transformed_schema["properties"].keys() - selected[name].keys()):
                what = self._redact(f"{alias}: stream_maps adds {', '.join(added)}")
                logger.warning("%s. What to do: check the spelling, unless it is meant as a new column", what)

    def _bad_maps(self, what: str) -> Stop:
        return Stop(f"Setting stream_maps: {self._redact(what)}. What to do: correct the map, or remove it.")

    def run_connection_test(self) -> bool:  # type: ignore[misc]  # final in the SDK, which logs its own end as an error
        """Read a record of each stream, selected or not, and print a line for each; raise Stop with all failures."""
        test(self.usage_streams, self._organizations)
        return True

    def sync_all(self) -> None:  # type: ignore[misc]  # final in the SDK, which reads one stream after the other
        """Sync the selected streams side by side; raise Stop if there are none, or one could not be read completely."""
        streams = [stream for stream in self.usage_streams if stream.selected]
        if not streams:
            advice = "select one in the catalog, or under `select` in meltano.yml"
            raise Stop(f"No stream is selected. What to do: {advice}.")
        for stream in streams:
            if not stream.sent_maps:
                logger.info("%s: not read, because stream_maps drops it", stream.name)
        sent = [stream for stream in streams if stream.sent_maps]
        Sync(sent, self._organizations, lambda: self.state_writer.write_state(self.state)).run()

    @property
    def usage_streams(self) -> list[UsageStream]:
        """The streams, selected or not."""
        return cast("list[UsageStream]", list(self.streams.values()))
