"""The script that most teams write: a request, then a sleep. Arguments: URL, first day, number of days, seconds."""

import json
import sys
import time
from datetime import date, timedelta

import requests

url, first, days, seconds = sys.argv[1], date.fromisoformat(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
for number in range(days):
    skip, has_next = 0, True
    while has_next:
        answer = requests.post(
            f"{url}/v1/corp_usage/app_metrics",
            json={"date": str(first + timedelta(days=number)), "skip": skip, "limit": 100},
            headers={"Authorization": "Bearer sandbox"},
            timeout=60,
        )
        answer.raise_for_status()
        page = answer.json()
        for item in page["items"]:
            print(json.dumps({"date": page["date"], **item}))
        skip, has_next = skip + 100, page["has_next"]
        time.sleep(seconds)
