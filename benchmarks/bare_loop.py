"""The minimum: request each page, print each item. Arguments: URL, first day, number of days."""

import json
import sys
from datetime import date, timedelta

import requests

url, first, days = sys.argv[1], date.fromisoformat(sys.argv[2]), int(sys.argv[3])
session = requests.Session()
session.headers["Authorization"] = "Bearer sandbox"
for number in range(days):
    body = {"date": str(first + timedelta(days=number)), "skip": 0, "limit": 100}
    while True:
        answer = session.post(f"{url}/v1/corp_usage/app_metrics", json=body, timeout=60)
        page = json.loads(answer.content)
        for item in page["items"]:
            sys.stdout.write(json.dumps(item) + "\n")
        body["skip"] += 100
        if not page["has_next"]:
            break
