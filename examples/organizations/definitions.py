"""Load the groups of organizations.meltano.yml, each night: dagster dev -f definitions.py."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import yaml

HERE = Path(__file__).parent
PROJECT = Path(os.environ.get("MELTANO_PROJECT_ROOT", HERE.parent.parent))  # the folder of meltano.yml
ENVIRONMENT = os.environ.get("MELTANO_ENVIRONMENT", "prod")
LOADER = os.environ.get("LOADER", "target-postgres")
LIST = yaml.safe_load((HERE / "organizations.meltano.yml").read_text(encoding="utf-8"))
GROUPS = [extractor["name"] for extractor in LIST["plugins"]["extractors"]]
# The tap's last line, or the last but one if it ends with an error.
SUMMARY = re.compile(r"Summary: (\d+) of (\d+) (?:stream|organization)s? complete, (\d+) days?, (\d+) records?, ")
RETRY = dg.RetryPolicy(max_retries=2, delay=600)


def meltano(command: str, *arguments: str) -> subprocess.Popen[str]:
    """Start Meltano, with a JSON object for each line of its log."""
    variables = {"MELTANO_CLI_LOG_FORMAT": "json", "MELTANO_CLI_LOG_CONFIG": os.devnull}  # not logging.yaml
    return subprocess.Popen(
        [Path(sys.executable).with_name("meltano"), f"--environment={ENVIRONMENT}", command, *arguments],
        cwd=PROJECT,
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if command == "state" else subprocess.STDOUT,
        text=True,
        umask=0o077,  # a killed run leaves its config files, with the keys, in .meltano/run/
    )


def state_id(group: str) -> str:
    """Return the state ID of a group, which is that of `meltano run`."""
    return f"{ENVIRONMENT}:{group}-to-{LOADER}"


def newest_days(group: str) -> dict[str, str]:
    """Return, for each organization, the newest day that all of its streams have in the state; nothing without one."""
    days: dict[str, list[str]] = {}
    state = json.loads(meltano("state", "get", state_id(group)).communicate()[0] or "{}")
    for bookmark in state.get("singer_state", {}).get("bookmarks", {}).values():
        for part in bookmark.get("partitions", []):
            days.setdefault(part["context"]["organization"], []).append(part.get("replication_key_value", ""))
    return {name: min(newest) or "none" for name, newest in sorted(days.items())}


def load(context: dg.AssetExecutionContext, group: str) -> dict[str, object]:
    """Load a group; return what was sent. Raise dg.Failure with the tap's last line, which names who failed and why."""
    last_line, metadata = {}, {}
    with meltano("el", group, LOADER, f"--state-id={state_id(group)}") as process:
        for text in process.stdout:
            line = json.loads(text) if text.startswith("{") else {"event": text.strip(), "level": "error"}
            context.log.info("%s: %s", line.get("name", "meltano"), line["event"])
            if line["level"] == "error" or line.get("cmd_type") == "loader":
                last_line[line.get("cmd_type")] = line["event"]
            if summary := SUMMARY.match(line["event"]):
                complete, total, days, records = map(int, summary.groups())
                metadata = {"complete": f"{complete} of {total}", "days": days, "records": records}
    metadata["newest days"] = dg.MetadataValue.json(newest_days(group))
    if process.returncode:
        reason = last_line.get("extractor") or last_line.get("loader") or last_line.get(None)
        raise dg.Failure(reason, metadata, allow_retries=context.retry_number < RETRY.max_retries)
    return metadata


@dg.asset(partitions_def=dg.StaticPartitionsDefinition(GROUPS), retry_policy=RETRY)
def usage(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    """The usage statistics of a group of organizations, up to yesterday in UTC+8."""
    return dg.MaterializeResult(metadata=load(context, context.partition_key))


nightly_job = dg.define_asset_job("nightly_usage", selection=[usage], executor_def=dg.in_process_executor)


@dg.schedule(job=nightly_job, cron_schedule="30 16 * * *", default_status=dg.DefaultScheduleStatus.RUNNING)
def nightly(context: dg.ScheduleEvaluationContext) -> Iterator[dg.RunRequest]:
    """Half an hour after the day closes in UTC+8: one run for each group."""
    for group in GROUPS:
        yield dg.RunRequest(run_key=f"{context.scheduled_execution_time:%F}-{group}", partition_key=group)


definitions = dg.Definitions(assets=[usage], jobs=[nightly_job], schedules=[nightly])
