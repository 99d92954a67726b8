"""Load every organization of organizations.csv, each night: dagster dev -f definitions.py."""

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg

HERE = Path(__file__).parent
PROJECT = Path(os.environ.get("MELTANO_PROJECT_ROOT", HERE.parent.parent))  # the folder of meltano.yml
LOADER = os.environ.get("LOADER", "target-postgres")
with (HERE / "organizations.csv").open(encoding="utf-8") as file:
    ORGANIZATIONS = {row["name"]: row for row in csv.DictReader(file, restval="")}
# Their rows are made up, so they go neither into the tables nor into the states of prod.
SANDBOXES = {name for name, row in ORGANIZATIONS.items() if row["api_url"].strip(" /") == "sandbox"}
STATE_IDS = {name: f"sandbox-{name}" if name in SANDBOXES else f"usage-{name}" for name in ORGANIZATIONS}
# The tap's last line, or the last but one if it ends with an error.
SUMMARY = re.compile(r"Summary: (\d+) of (\d+) streams? complete, (\d+) days?, (\d+) records?, ")
RETRY = dg.RetryPolicy(max_retries=2, delay=600)


def meltano(*arguments: str, **variables: str) -> subprocess.Popen[str]:
    """Start Meltano, with some variables in its environment and a JSON object for each line of its log."""
    variables |= {"MELTANO_CLI_LOG_FORMAT": "json", "MELTANO_CLI_LOG_CONFIG": os.devnull}  # not logging.yaml
    return subprocess.Popen(
        [Path(sys.executable).with_name("meltano"), *arguments],
        cwd=PROJECT,
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if arguments[0] == "state" else subprocess.STDOUT,
        text=True,
        umask=0o077,  # a killed run leaves its config files, with the keys, in .meltano/run/
    )


def variables_of(name: str) -> dict[str, str]:
    """Return the variables to load the organization `name` with; if its key is not set, fail, without another try."""
    row = ORGANIZATIONS[name]
    variables = {"TAP_USAGESTATS_ORGANIZATION": name, "TAP_USAGESTATS_API_URL": row["api_url"]}
    if name in SANDBOXES:
        return {**variables, "MELTANO_ENVIRONMENT": "sandbox", "TARGET_DUCKDB_DEFAULT_TARGET_SCHEMA": "organizations"}
    key_variable = row["key_variable"]
    if key := os.environ.get(key_variable):
        return {**variables, "TAP_USAGESTATS_API_KEY": key, "MELTANO_ENVIRONMENT": "prod"}
    reason = f"{name}: {key_variable or 'Its key_variable'} is not set: export it with the API key of this account."
    raise dg.Failure(reason, allow_retries=False)


def load(context: dg.AssetExecutionContext, name: str) -> dict[str, int]:
    """Load the organization `name`; return the numbers of records and days that the tap sent."""
    last_line = {}
    sent = {}
    with meltano("el", "tap-usagestats", LOADER, f"--state-id={STATE_IDS[name]}", **variables_of(name)) as process:
        for text in process.stdout:
            line = json.loads(text) if text.startswith("{") else {"event": text.strip(), "level": "error"}
            context.log.info("%s: %s", line.get("name", "meltano"), line["event"])
            if line["level"] == "error" or line.get("cmd_type") == "loader":
                last_line[line.get("cmd_type")] = line["event"]
            if summary := SUMMARY.match(line["event"]):
                sent = {"records": int(summary[4]), "days": int(summary[3])}
    if process.returncode:
        reason = last_line.get("extractor") or last_line.get("loader") or last_line.get(None)
        raise dg.Failure(f"{name}: {reason}", allow_retries=context.retry_number < RETRY.max_retries)
    return sent


@dg.asset(partitions_def=dg.StaticPartitionsDefinition(list(ORGANIZATIONS)), retry_policy=RETRY)
def usage(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    """The usage statistics of an organization, up to yesterday in UTC+8."""
    name = context.partition_key
    sent = load(context, name)
    state = json.load(meltano("state", "get", STATE_IDS[name], MELTANO_ENVIRONMENT="prod").stdout)
    bookmarks = state.get("singer_state", {}).get("bookmarks", {}).values()  # none, or empty, before the first record
    newest_days = [bookmark["replication_key_value"] for bookmark in bookmarks if "replication_key_value" in bookmark]
    return dg.MaterializeResult(metadata={**sent, "newest day": min(newest_days, default="none")})


nightly_job = dg.define_asset_job("nightly_usage", selection=[usage], executor_def=dg.in_process_executor)


@dg.schedule(job=nightly_job, cron_schedule="30 16 * * *", default_status=dg.DefaultScheduleStatus.RUNNING)
def nightly(context: dg.ScheduleEvaluationContext) -> Iterator[dg.RunRequest]:
    """Half an hour after the day closes in UTC+8: one run for each organization."""
    for name in ORGANIZATIONS:
        yield dg.RunRequest(run_key=f"{context.scheduled_execution_time:%F}-{name}", partition_key=name)


definitions = dg.Definitions(assets=[usage], jobs=[nightly_job], schedules=[nightly])
