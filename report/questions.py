"""The six questions of the page, each with the sentences that answer it and the pictures that show it."""

from __future__ import annotations

from dataclasses import dataclass

from report.charts import Line
from report.figures import Compared, Organization, total
from report.formats import counted, in_bytes, name_of, noun, percent, signed
from report.names import Names
from report.pictures import Picture, app_bar, comings_and_goings, creator_bar, line, owners, ranking

TOP = 10


@dataclass(frozen=True)
class Question:
    """A heading of the page."""

    heading: str
    answer: str
    pictures: list[Picture]


def are(number: int) -> str:
    """Return the verb for a number of apps."""
    return "is" if number == 1 else "are"


def versus(figure: Compared) -> str:
    """Return how a figure compares with the 30 days before, or nothing where that is not known."""
    if figure.ratio is None:
        return ""
    if not figure.change:
        return ", as many as in the 30 days before"
    return f", {percent(abs(figure.ratio))} {'more' if figure.change > 0 else 'less'} than in the 30 days before"


def growth(organization: Organization, names: Names) -> Question:
    """Is data growing, and where?"""
    data = organization.stock("data")
    grown = [app for app in organization.current_apps if (app["data_growth_30_days"] or 0) > 0]
    grown = sorted(grown, key=lambda app: -app["data_growth_30_days"])[:TOP]
    answer = "The API has not reported data."
    if data.now is not None:
        answer = f"All apps together hold {noun(data.now, 'record')}."
    if data.change:
        difference = noun(abs(data.change), "record")
        by = f"{percent(abs(data.ratio))} ({difference})" if data.ratio else difference
        answer = f"Data {'grew' if data.change > 0 else 'shrank'} by {by} in 30 days, to {noun(data.now, 'record')}."
    if grown:
        most = noun(grown[0]["data_growth_30_days"], "record")
        answer += f" {name_of(grown[0]['app_name'])} grew most, by {most}."
    look = Line("data", "records", "var(--data)", {"data": "Records"}, height=360)
    apps = [app_bar(app, names, "data_growth_30_days", signed(app["data_growth_30_days"])) for app in grown]
    pictures = [
        line(organization, "Data in all apps", look),
        ranking("Apps that grew most in 30 days", apps, "records", "var(--data)", "No app grew in 30 days."),
    ]
    return Question("Is data growing, and where?", answer, pictures)


def unopened(organization: Organization, names: Names) -> Question:
    """What does nobody open?"""
    apps, inactive = organization.current_apps, organization.inactive
    answer = "Every app is in use: none is inactive."
    if inactive:
        holds = "holds" if len(inactive) == 1 else "hold"
        answer = f"{counted(len(inactive))} of {noun(len(apps), 'app')} {are(len(inactive))} inactive and {holds}"
        answer += f" {percent(total(inactive, 'data_share'))} of all records."
        never = sum(app["last_visit_on"] is None for app in inactive)
        answer += f" {counted(never)} of them {'has' if never == 1 else 'have'} never been opened." if never else ""
    bars = [app_bar(app, names, "data", counted(app["data"])) for app in inactive[:TOP]]
    picture = ranking("Inactive apps with the most data", bars, "records", "var(--idle)", "No app is inactive.")
    return Question("What does nobody open?", answer, [picture])


def ownership(organization: Organization, names: Names) -> Question:
    """Who owns what?"""
    top, orphaned = organization.current_apps[:TOP], len(organization.orphaned)
    few = len(organization.current_apps) <= TOP
    share = top[0]["data_share"] if few else total(top, "data_share")
    answer = f"The {'largest app holds' if few else 'ten largest apps hold'} {percent(share)} of all records."
    with_creator = len(organization.current_apps) - len(organization.without_creator)
    answer += f" {noun(len(organization.creators), 'member')} created {noun(with_creator, 'app')};"
    answer += f" {noun(orphaned, 'app')} {are(orphaned)} orphaned."
    creators = [creator_bar(creator, names) for creator in organization.creators[:TOP]]
    apps = [app_bar(app, names, "data_share", percent(app["data_share"])) for app in top]
    pictures = [
        ranking("Creators by data", creators, "records", "var(--people)", "No app has a creator."),
        ranking("The largest apps", apps, "share", "var(--data)", "There is no app."),
        owners(organization),
    ]
    return Question("Who owns what?", answer, pictures)


def automation(organization: Organization, _names: Names) -> Question:
    """What runs?"""
    runs = organization.flow("automation_runs")
    answer = "The API has not reported automation runs."
    if runs.now is not None:
        answer = f"Automations ran {noun(runs.now, 'time')} in {noun(runs.days, 'day')}{versus(runs)}."
        answer += f" That is {noun(round(runs.now / runs.days), 'time')} a day." if runs.days > 1 else ""
    busiest = max(organization.current_apps, key=lambda app: app["automation_runs_30_days"] or 0)
    if runs.now and busiest["automation_runs_30_days"]:
        share = percent(busiest["automation_runs_30_days"] / runs.now)
        answer += f" {name_of(busiest['app_name'])} ran most, with {share} of all runs."
    told = {"automation_runs": "Runs", "automation_runs_mean": "Mean of 7 days"}
    look = Line("automation_runs_mean", "runs a day", "var(--runs)", told, bars="automation_runs")
    return Question("What runs?", answer, [line(organization, "Automation runs a day, with their 7-day mean", look)])


def uploads(organization: Organization, _names: Names) -> Question:
    """What is uploaded?"""
    sent, so_far = organization.flow("attachment_bytes"), organization.days[-1]["attachment_bytes_so_far"]
    answer = "The API has not reported attachments."
    if sent.now is not None:
        answer = f"Attachments of {in_bytes(sent.now)} were uploaded in {noun(sent.days, 'day')}{versus(sent)}."
        more = len(organization.days) > sent.days
        answer += f" In all {noun(len(organization.days), 'day')} loaded, it was {in_bytes(so_far)}." if more else ""
    told = {"attachment_bytes_so_far": "Bytes so far", "attachment_bytes": "Bytes that day"}
    look = Line("attachment_bytes_so_far", "bytes", "var(--uploads)", told)
    picture = line(organization, f"Attachments uploaded since {organization.days[0]['date']}", look)
    return Question("What is uploaded?", answer, [picture])


def build_up(organization: Organization, _names: Names) -> Question:
    """How is the platform built up?"""
    newest, last_days = organization.days[-1], organization.days[-30:]
    answer = f"The platform has {noun(newest['apps'], 'app')}"
    answer += "." if newest["forms"] is None else f" with {noun(newest['forms'], 'form')}."
    if len(organization.days) > 1:
        appeared, vanished = total(last_days, "apps_appeared"), total(last_days, "apps_vanished")
        answer += f" In {noun(len(last_days), 'day')}, {noun(appeared, 'app')} appeared, {counted(vanished)} vanished."
    pictures = [
        line(organization, "Apps", Line("apps", "apps", "var(--apps)", {"apps": "Apps"}, height=160)),
        line(organization, "Forms", Line("forms", "forms", "var(--apps)", {"forms": "Forms"}, height=160)),
        comings_and_goings(organization),
    ]
    return Question("How is the platform built up?", answer, pictures)


QUESTIONS = (growth, unopened, ownership, automation, uploads, build_up)
