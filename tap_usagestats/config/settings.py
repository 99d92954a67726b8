"""The settings. Each is declared once, in Settings; everything else about them is derived from there."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from tap_usagestats.api.connection import LOOPBACK
from tap_usagestats.config.allowed_values import (
    ACCOUNTS,
    API_KEY,
    DAY,
    DAYS,
    IDS,
    INTERVAL,
    NAME,
    ORGANIZATIONS,
    PAGES,
    TIMEOUT,
    URL,
    Account,
    BadItem,
    SettingKind,
)
from tap_usagestats.errors import Stop


class Setting(NamedTuple):
    """The declaration of a setting; its name is that of its field. A setting without a default may be left out."""

    kind: SettingKind
    title: str
    description: str
    default: str | float | None = None


def setting(kind: SettingKind, title: str, description: str, *default: Any) -> Any:  # noqa: ANN401  # the field has its own type
    """Return a field of Settings that carries its declaration."""
    return dataclasses.field(metadata={"setting": Setting(kind, title, description, *default)})


@dataclass(frozen=True, repr=False)  # which would show the keys
class Settings:
    """The settings of a run, checked and parsed."""

    api_key: str | None = setting(API_KEY, "API key", "The Open API key; required, unless `organizations` is set.")
    api_url: str = setting(
        URL,
        "API URL",
        "Base URL of the API: `https://api.jiandaoyun.com/api` for China, any other http(s) URL, or `sandbox` for the "
        "built-in API with sample data.",
        "https://api.jodoo.com/api",
    )
    organization: str | None = setting(
        NAME, "Organization", "A name for the account, as the first column and a part of the key of every stream."
    )
    organizations: list[Account] | None = setting(
        ACCOUNTS,
        "Organizations",
        "Accounts to read in one run, in place of `api_key` and `organization`: an array of objects, each with its own "
        "`name`, an `api_key`, and an `api_url` if it differs from the setting.",
    )
    organizations_at_once: int = setting(
        ORGANIZATIONS, "Organizations at once", "How many of the `organizations` to read at the same time.", 50
    )
    start_date: date | None = setting(
        DAY, "Start date", "First day to read: YYYY-MM-DD or a date-time. By default, the oldest that the API serves."
    )
    end_date: date | None = setting(
        DAY, "End date", "Last day to read, inclusive. By default, yesterday in UTC+8, the latest that the API serves."
    )
    app_ids: list[str] | None = setting(
        IDS, "App IDs", "Read only these apps (any number) in the stream `app_usage`. By default, all apps."
    )
    member_ids: list[str] | None = setting(
        IDS, "Member IDs", "Read only these members (any number) in the stream `member_usage`. By default, all members."
    )
    lookback_days: int = setting(
        DAYS, "Lookback days", "Days before the bookmark to read again, for figures that change later.", 0
    )
    request_interval: float = setting(
        INTERVAL, "Request interval", "Minimum seconds between two requests to an endpoint; 0 turns pacing off.", 1.0
    )
    request_timeout: float = setting(
        TIMEOUT, "Request timeout", "Seconds after which a request without a complete answer counts as failed.", 60
    )
    max_pages_a_day: int = setting(
        PAGES, "Maximum pages a day", "Pages of a day, of 100 items each, after which a stream stops.", 20_000
    )

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> "Settings":
        """Return the settings in `config`, or defaults; raise Stop if a value cannot be used."""
        settings = cls(**{name: parse_setting(name, config.get(name)) for name in SETTINGS})
        if not (settings.api_key or settings.organizations):
            raise Stop(f"Setting api_key: expected {API_KEY.expected}.")
        if settings.start_date and settings.end_date and settings.end_date < settings.start_date:
            raise Stop("Setting end_date: expected a day that is not before start_date.")
        return settings

    def as_config(self) -> dict[str, Any]:
        """Return the settings that are set, in the types of their JSON schema."""
        values = {name: str(one) if isinstance(one, date) else one for name, one in vars(self).items()}
        return {name: one for name, one in values.items() if one is not None}

    def of_each_organization(self) -> "list[Settings]":
        """Return the settings of each of the `organizations`; if there are none, these."""
        return [
            dataclasses.replace(
                self, organization=one["name"], api_key=one["api_key"], api_url=one["api_url"] or self.api_url
            )
            for one in self.organizations or ()
        ] or [self]


SETTINGS: dict[str, Setting] = {field.name: field.metadata["setting"] for field in dataclasses.fields(Settings)}


def parse_setting(name: str, value: Any) -> Any:  # noqa: ANN401  # each setting has a type of its own
    """Return the setting `name`, or its default. Raise Stop if it is bad, without `value`, which may be a secret."""
    declared = SETTINGS[name]
    if value is None:
        return declared.default
    try:
        return declared.kind.parse(value)
    except BadItem as error:
        raise Stop(f"Setting {name}: expected {error}.") from error
    except (ValueError, OverflowError) as error:
        raise Stop(f"Setting {name}: expected {declared.kind.expected}.") from error


def json_schema() -> dict[str, Any]:
    """Return the JSON schema of a config file."""
    properties: dict[str, Any] = {}
    for name, declared in SETTINGS.items():
        default = {} if declared.default is None else {"default": declared.default}
        texts = {"title": declared.title, "description": declared.description}
        properties[name] = declared.kind.schema | texts | default
    either = [{"required": [name]} for name in ("api_key", "organizations")]
    return {"type": "object", "properties": properties, "anyOf": either}


def warnings_of(settings: Settings) -> Iterator[str]:
    """Yield a line for each of the `settings` that works, and is probably not meant."""
    for url in dict.fromkeys(one.api_url for one in settings.of_each_organization()):
        parts = urlsplit(url)
        if parts.scheme == "http" and parts.hostname not in LOOPBACK:
            yield f"Setting api_url: the API key travels unencrypted to {parts.hostname}. What to do: use https"
    names = {account["name"] for account in settings.organizations or ()}
    if settings.organization and names and settings.organization not in names:
        yield "Setting organization has no effect, because no item of organizations has this name"
