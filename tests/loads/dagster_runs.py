"""Print, as JSON, the runs of the Dagster instance and what was materialized: dagster_runs.py (run by its Python)."""

import json

from dagster import AssetKey, DagsterEventType, DagsterInstance

with DagsterInstance.get() as instance:
    runs = [
        {
            "organization": record.dagster_run.tags["dagster/partition"],
            "status": record.dagster_run.status.value,
            "started": record.start_time,
            "ended": record.end_time,
            "failures": [
                entry.dagster_event.event_specific_data.error.message
                for entry in instance.all_logs(record.dagster_run.run_id, of_type=DagsterEventType.STEP_FAILURE)
            ],
            "tries": 1 + len(instance.all_logs(record.dagster_run.run_id, of_type=DagsterEventType.STEP_RESTARTED)),
        }
        for record in instance.get_run_records()
    ]
    loaded = {
        record.partition_key: {name: value.value for name, value in record.asset_materialization.metadata.items()}
        for record in reversed(instance.fetch_materializations(AssetKey("usage"), limit=100).records)
    }
    print(json.dumps({"runs": runs, "loaded": loaded}))
