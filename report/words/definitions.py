"""What the words of the page mean, with the thresholds that its figures were computed with."""

from __future__ import annotations

from report.organization import PERIOD_DAYS


def definitions(inactive_after_days: int) -> dict[str, str]:
    """Return each word of the page with its meaning."""
    unvisited = f"not visited for {inactive_after_days} days or more"
    return {
        "Used": f"Of an app: visited within the last {inactive_after_days - 1} days. If it was never visited, the days"
        " count from its creation.",
        "Unattended": f"Of an app: {unvisited}, but still at work: in the last {PERIOD_DAYS} days, automations ran in"
        " it, attachments were uploaded or its records grew.",
        "Idle": f"Of an app: {unvisited}, and in the last {PERIOD_DAYS} days nothing ran, nothing was uploaded and"
        " its records did not grow.",
        "Unattended or idle": f"Of an app: {unvisited}, and whether it still works is not known.",
        "Since": "Of an unattended or idle app: the day of its last visit, or of its creation if it was never visited."
        " Of an app that may lack an administrator: the first loaded day on which the creator was gone or not named.",
        "Creator has left": "The creator is no longer among the members. The API names creators, not administrators:"
        " check who administers the app.",
        "No creator named": "The API names nobody who created the app.",
        "Records": "All entries of all forms, as the vendor counts them.",
        "Growth": f"Records now minus records {PERIOD_DAYS} days before. A new app counts from 0.",
        "Stayed, new, deleted": f"An app stayed if it is there now and was {PERIOD_DAYS} days before; it is new if it"
        " was not there then, and deleted if it is not there now. The three parts add up to the total growth.",
        "Automation runs": "Runs of Smart Assistant Pro automations, counted per day.",
        "7-day average": "The average of a day and the 6 days before it, which evens out weekends.",
        "Uploads": "Bytes of attachments uploaded; 1 GB is 1,000,000,000 bytes.",
        "Contract year": "The year for which the contract limits attachments. It begins on the day that"
        " the variable contract_year_starts of the models sets, January 1 by default.",
        "Public links": "Enabled links of an app: anyone who has one can open it.",
        "Day": "A day in UTC+8, as the vendor counts days.",
    }
