"""Print, as JSON, the runs of the Dagster instance and what was materialized: dagster_runs.py (run by its Python)."""

import json
from collections.abc import Mapping
from typing import Any

from dagster import AssetKey, DagsterEventType, DagsterInstance, MetadataValue


def values(metadata: Mapping[str, MetadataValue]) -> dict[str, Any]:
    """Return the values of `metadata` by their names."""
    return {name: value.value for name, value in metadata.items()}


with DagsterInstance.get() as instance:
    runs = []
    for record in instance.get_run_records():
        run_id = record.dagster_run.run_id
        failures = [
            entry.dagster_event.event_specific_data
            for entry in instance.all_logs(run_id, of_type=DagsterEventType.STEP_FAILURE)
        ]
        runs.append(
            {
                "group": record.dagster_run.tags["dagster/partition"],
                "status": record.dagster_run.status.value,
                "ended": record.end_time,
                "failures": [failure.error.message for failure in failures],
                "metadata": values(failures[-1].user_failure_data.metadata) if failures else {},
                "tries": 1 + len(instance.all_logs(run_id, of_type=DagsterEventType.STEP_RESTARTED)),
            }
        )
    loaded = {
        record.partition_key: values(record.asset_materialization.metadata)
        for record in reversed(instance.fetch_materializations(AssetKey("usage"), limit=100).records)
    }
    print(json.dumps({"runs": runs, "loaded": loaded}))
