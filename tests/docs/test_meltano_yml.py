"""The Meltano project and the other files that are not code keep what they promise."""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml
from documented import PAGES

from tap_usagestats.config.environment import ENVIRONMENT_PREFIX
from tap_usagestats.config.settings import SETTINGS
from tap_usagestats.tap import TapUsageStats

ROOT = Path(__file__).parents[2]
MELTANO = yaml.safe_load((ROOT / "meltano.yml").read_text(encoding="utf-8"))

OTHER_VARIABLES = {  # neither in SETTINGS nor in the settings of a loader
    "DUCKDB_MEMORY_LIMIT",
    "REPORT_DIGEST_STATE",
    "REPORT_DIGEST_URL",
    "REPORT_LANGUAGE",
    "REPORT_PAGE",
    "TAP_USAGESTATS_LOGLEVEL",
    "TAP_USAGESTATS__SELECT",
    "TAP_USAGESTATS_STREAM_MAPS",
    "MELTANO_DATABASE_URI",
    "MELTANO_STATE_BACKEND_URI",
}
NOT_FOR_ENV_FILE = {
    "TAP_USAGESTATS_CHINA_API_KEY",  # of a plugin that organizations.md adds as an example
    "TAP_USAGESTATS_END_DATE",  # for one run: in .env, it would keep all later days from being read
    "TAP_USAGESTATS__CATALOG",  # in .env, it would make `invoke --dump=catalog` copy the old catalog
    "MELTANO_ENVIRONMENT",  # read by examples/nightly, which does not read .env
}


def test_secrets_are_sensitive_and_have_no_value() -> None:
    plugins = [*MELTANO["plugins"]["extractors"], *MELTANO["plugins"]["loaders"]]
    settings = [setting for plugin in plugins for setting in plugin.get("settings", [])]
    secrets = [setting for setting in settings if re.search(r"key$|password|phrase|json$", setting["name"])]
    assert len(secrets) == 6
    assert all(setting.get("sensitive") and "value" not in setting for setting in secrets)


def test_sandbox_is_never_the_default_environment() -> None:
    assert MELTANO["default_environment"] == "dev"
    assert [environment["name"] for environment in MELTANO["environments"]] == ["sandbox", "dev", "prod"]


def test_each_job_has_a_schedule_at_a_minute_of_its_own() -> None:
    schedules = {schedule["job"]: schedule["interval"] for schedule in MELTANO["schedules"]}
    assert set(schedules) == {job["name"] for job in MELTANO["jobs"]} - {"quickstart"}  # it is a demonstration
    assert len(set(schedules.values())) == len(schedules)
    assert all(re.fullmatch(r"[1-5]?\d 16 \* \* \*", interval) for interval in schedules.values())


def test_sample_config_is_for_the_sandbox() -> None:
    assert json.loads((ROOT / "sample_config.json").read_text()) == {"api_key": "sandbox", "api_url": "sandbox"}


def variables_of_env_example() -> dict[str, str]:
    """The variables in .env.example with their values, commented out or not."""
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.removeprefix("#").split("=", 1) for line in lines if "=" in line and not line.startswith("# "))


def test_env_example_has_only_settings_and_no_secret() -> None:
    variables = variables_of_env_example()
    known = {f"{ENVIRONMENT_PREFIX}{name.upper()}" for name in SETTINGS} | {
        f"{loader['namespace'].upper()}_{setting['name'].upper()}"
        for loader in MELTANO["plugins"]["loaders"]
        for setting in loader["settings"]
    }
    assert variables
    assert set(variables) <= known | OTHER_VARIABLES
    assert not any(value for name, value in variables.items() if re.search(r"KEY$|PASSWORD|PASSPHRASE", name))
    assert re.findall(r":([^:/@]+)@", "".join(variables.values())) == ["PASSWORD"]


def test_env_example_has_the_variables_that_the_pages_name() -> None:
    pages = [page.read_text(encoding="utf-8") for page in PAGES if page.name != "CHANGELOG.md"]
    named = set(re.findall(r"\b(?:TAP_USAGESTATS|TARGET|REPORT|MELTANO|DUCKDB)_[A-Z_]*[A-Z]\b", "\n".join(pages)))
    assert named - set(variables_of_env_example()) == NOT_FOR_ENV_FILE
    assert set(variables_of_env_example()) - named == set()


def test_changelog_has_this_version() -> None:
    assert f"## {TapUsageStats.plugin_version} - " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
