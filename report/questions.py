"""The six questions of the page, each with its answer and the pictures that show it."""

from __future__ import annotations

from dataclasses import dataclass

from report.charts import Line
from report.figures import Organization, total
from report.names import Names
from report.pictures import Picture, app_bar, comings_and_goings, creator_bar, line, owners, ranking
from report.words import answers, labels
from report.words.formats import counted, percent, signed
from report.words.sentences import nothing, uploaded_since

TOP = 10  # answers.py calls them ten


@dataclass(frozen=True)
class Question:
    """A heading of the page."""

    heading: str
    answer: str
    pictures: list[Picture]


def growth(organization: Organization, names: Names) -> Question:
    """Is data growing, and where?"""
    column = "data_growth_30_days"
    grown = [app for app in organization.current_apps if (app[column] or 0) > 0]
    grown = sorted(grown, key=lambda app: -app[column])[:TOP]
    top = (grown[0]["app_name"], grown[0][column]) if grown else (None, 0)
    look = Line("data", "records", "var(--data)", {"data": labels.RECORDS}, height=360)
    bars = [app_bar(app, names, column, signed(app[column])) for app in grown]
    data = organization.stock("data")
    pictures = [
        line(organization, labels.DATA_IN_ALL_APPS, look),
        ranking(labels.GREW_MOST, bars, "records", "var(--data)", nothing(data.now, labels.NO_GROWTH)),
    ]
    return Question(labels.GROWTH_QUESTION, answers.growth(data, *top), pictures)


def unopened(organization: Organization, names: Names) -> Question:
    """What does nobody open?"""
    apps, inactive = organization.current_apps, organization.inactive
    never = sum(app["last_visit_on"] is None for app in inactive)
    number = organization.stock("inactive_apps").now
    answer = answers.unopened(number, len(apps), total(inactive, "data_share"), never)
    bars = [app_bar(app, names, "data", counted(app["data"])) for app in inactive[:TOP]]
    reason = nothing(number, labels.NONE_INACTIVE)
    picture = ranking(labels.INACTIVE_WITH_MOST_DATA, bars, "records", "var(--idle)", reason)
    return Question(labels.UNOPENED_QUESTION, answer, [picture])


def ownership(organization: Organization, names: Names) -> Question:
    """Who owns what?"""
    apps, creators = organization.current_apps, organization.creators
    data, orphaned = organization.stock("data").now, organization.stock("orphaned_apps").now
    top = apps[:TOP]
    held = (TOP, total(top, "data_share")) if len(apps) > TOP else (1, top[0]["data_share"])
    created = len(apps) - len(organization.without_creator)
    creator_bars = [creator_bar(creator, names) for creator in creators[:TOP]]
    app_bars = [app_bar(app, names, "data_share", percent(app["data_share"])) for app in top]
    reason = nothing(data, labels.NO_DATA_TO_OWN)
    pictures = [
        ranking(
            labels.CREATORS_BY_DATA, creator_bars, "records", "var(--people)", nothing(orphaned, labels.NO_CREATORS)
        ),
        ranking(labels.LARGEST_APPS, app_bars if data else [], "share", "var(--data)", reason),
        owners(organization),
    ]
    answer = answers.ownership(*held, len(creators), created, orphaned)
    return Question(labels.OWNERSHIP_QUESTION, answer, pictures)


def automation(organization: Organization, _names: Names) -> Question:
    """What runs?"""
    runs = organization.flow("automation_runs")
    busiest = max(organization.current_apps, key=lambda app: app["automation_runs_30_days"] or 0)
    share = (busiest["automation_runs_30_days"] or 0) / runs.now if runs.now else 0
    told = {"automation_runs": labels.RUNS, "automation_runs_mean": labels.MEAN_RUNS}
    look = Line("automation_runs_mean", "runs", "var(--runs)", told, bars="automation_runs")
    picture = line(organization, labels.RUNS_A_DAY, look)
    return Question(labels.AUTOMATION_QUESTION, answers.automation(runs, busiest["app_name"], share), [picture])


def uploads(organization: Organization, _names: Names) -> Question:
    """What is uploaded?"""
    days = organization.days
    answer = answers.uploads(organization.flow("attachment_bytes"), len(days), days[-1]["attachment_bytes_so_far"])
    told = {"attachment_bytes_so_far": labels.BYTES_SO_FAR, "attachment_bytes": labels.BYTES_THAT_DAY}
    look = Line("attachment_bytes_so_far", "bytes", "var(--uploads)", told)
    picture = line(organization, uploaded_since(days[0]["date"]), look)
    return Question(labels.UPLOADS_QUESTION, answer, [picture])


def build_up(organization: Organization, _names: Names) -> Question:
    """How is the platform built up?"""
    newest, last_days = organization.days[-1], organization.last_days
    appeared, vanished = total(last_days, "apps_appeared"), total(last_days, "apps_vanished")
    answer = answers.build_up(newest["apps"], newest["forms"], len(last_days), appeared, vanished)
    pictures = [
        line(organization, labels.APPS, Line("apps", "apps", "var(--apps)", {"apps": labels.APPS}, height=160)),
        line(organization, labels.FORMS, Line("forms", "forms", "var(--apps)", {"forms": labels.FORMS}, height=160)),
        comings_and_goings(organization),
    ]
    return Question(labels.BUILD_UP_QUESTION, answer, pictures)


QUESTIONS = (growth, unopened, ownership, automation, uploads, build_up)
