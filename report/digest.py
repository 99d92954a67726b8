"""The digest: which apps need somebody, the most urgent ones as text, sent to a chat if something has changed."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from report.contents import is_old
from report.language import Language, Text, named, phrase
from report.models import chosen, exempt_apps
from report.names import isolated, name_of
from report.organization import Row
from report.webhooks import MARKDOWN, Form, Markup, as_json, post

TABLES = ("organizations", "actions", "app_reasons")
MOST_APPS = 10
OPENED = "public link opened"  # the reason
LONGEST_NAME = 60  # characters; longer names are cut, so that each app has room
RIGHT_TO_LEFT = ("R", "AL")  # the directions of letters that turn the numbers after them
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Digest:
    """The day on which it is read, and the rows of TABLES of the organizations that it is about."""

    today: date
    organizations: list[Row]
    actions: list[Row]
    app_reasons: list[Row]

    @property
    def changes(self) -> list[list[str]]:
        """What a digest is sent for if any of it has changed: each app with its reason, and who has old figures.

        Another public link of an app is another reason to look.
        """
        apps = [
            [row["organization"], row["app_id"], row["reason"], str(row["since"] if row["reason"] == OPENED else "")]
            for row in self.actions
        ]
        return sorted([*apps, *([row["organization"], "", "old figures"] for row in self.stale)])

    @property
    def stale(self) -> list[Row]:
        """The organizations with old figures, the oldest first."""
        old = [row for row in self.organizations if row["newest_day"] and is_old(row["newest_day"], self.today)]
        return sorted(old, key=lambda row: (row["newest_day"], row["organization"]))

    def title(self, language: Language) -> str:
        """Return the title, always the same: robots may demand a word in it."""
        return language.text(phrase("digest-title"))

    def markdown(self, language: Language) -> str:
        """Return the digest as Markdown."""
        return "\n\n".join([f"# {self.title(language)}", *self.parts(MOST_APPS, MARKDOWN, language)]) + "\n"

    def body(self, form: Form, language: Language) -> bytes:
        """Return what is posted to a chat, with as many apps as it takes."""
        bodies = (
            form.body(self.title(language), self.parts(most, form, language)) for most in range(MOST_APPS, -1, -1)
        )
        return next(body for body in bodies if len(body) <= form.most_bytes)

    def parts(self, most: int, markup: Markup, language: Language) -> list[str]:
        """Return the paragraphs. Of several organizations, each shows its first app before any shows its second."""
        shown = sorted(self.actions, key=lambda row: (row["rank"], row["organization"]))[:most]
        parts = [*self.lead(markup, language)]
        for name in sorted({row["organization"] for row in shown}):
            if len(self.organizations) > 1:
                parts.append(markup.heading.format(foreign(name, markup, language)))
            parts += [app(row, markup, language) for row in shown if row["organization"] == name]
        more = {
            "digest-more": len(self.actions) - len(shown),
            "apps-exempt": exempt_apps(self.app_reasons, self.actions),
        }
        return parts + [language.text(phrase(key, apps=apps)) for key, apps in more.items() if apps]

    def lead(self, markup: Markup, language: Language) -> Iterable[str]:
        """Return what is said first: that figures are old, of which day they are, and how many apps need somebody."""
        if self.stale:
            oldest, many = self.stale[0], len(self.organizations) > 1
            yield language.text(
                phrase(
                    "digest-old-organizations" if many else "digest-old",
                    organizations=len(self.stale),
                    oldest=foreign(oldest["organization"], markup, language),
                    days=(self.today - oldest["newest_day"]).days,
                )
            )
        newest = max((row["newest_day"] for row in self.organizations if row["newest_day"]), default=None)
        if newest is None:
            yield language.text(phrase("digest-no-figures"))
        else:
            key = "digest-apps" if self.actions else "digest-no-apps"
            yield language.text(phrase(key, day=newest, apps=len(self.actions)))


def digest(tables: dict[str, list[Row]], today: date, only: str | None = None) -> Digest:
    """Return the digest of all organizations, or of the one called `only`."""
    names = set(chosen((row["organization"] for row in tables["organizations"]), only))
    return Digest(today, *([row for row in tables[name] if row["organization"] in names] for name in TABLES))


def foreign(name: str | None, markup: Markup, language: Language) -> str:
    """Return a name that somebody has typed as text without markup, on one line and not too long."""
    text = " ".join(CONTROLS.sub(" ", name or "").split())
    short = text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1]}…"
    shown = language.text(name_of(short))
    turns = any(unicodedata.bidirectional(character) in RIGHT_TO_LEFT for character in shown)
    return markup.escape(isolated(shown) if turns else shown)


def app(row: Row, markup: Markup, language: Language) -> str:
    """Return an app with its rank, why it needs somebody, and what to do."""
    name = markup.linked(foreign(row["app_name"], markup, language), row["link"])
    facts = [language.text(fact) for fact in known_facts(row, markup, language)]
    lines = [
        f"{row['rank']}. {markup.bold.format(name)}",
        " · ".join(facts),
        language.text(named("action", row["reason"])),
    ]
    return markup.line_break.join(lines)


def known_facts(row: Row, markup: Markup, language: Language) -> Iterable[Text]:
    """Return what is known of an app, each as a phrase."""
    reason = named("reason", row["reason"])
    yield reason if row["since"] is None else phrase("digest-since", reason=reason, since=row["since"])
    if row["other_reasons"]:
        yield phrase("digest-also", reasons=[named("reason", one) for one in row["other_reasons"].split(", ")])
    if row["records"] is not None:
        yield phrase("digest-records", records=row["records"])
    if row["public_links"]:
        yield phrase("digest-links", links=row["public_links"])
    if row["last_known_person"]:
        yield phrase("digest-person", person=foreign(row["last_known_person"], markup, language))


@dataclass(frozen=True)
class Channel:
    """Where digests of one source are posted, and the file that has what was posted last to each channel."""

    form: Form
    url: str
    source: str
    state: Path

    @property
    def key(self) -> str:
        """What the file calls the channel, because its URL is secret."""
        return hashlib.sha256(f"{self.url}\n{self.source}".encode()).hexdigest()

    def send(self, digest: Digest, language: Language, *, always: bool) -> str:
        """Post a digest if something has changed since the last one, and say what was done.

        The state is written to another file first, which takes its place once the chat has confirmed.
        """
        sent = self.sent()
        if sent and sent.get(self.key) == digest.changes and not always:
            return "Nothing has changed since the last digest, so none was sent."
        self.state.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.state.parent) as folder:
            new = Path(folder, self.state.name)
            new.write_text(json.dumps({**(sent or {}), self.key: digest.changes}, ensure_ascii=False), "utf-8")
            host = post(self.form, self.url, digest.body(self.form, language))
            new.replace(self.state)
        anew = f" {self.state} was damaged, so nobody could tell what was sent before; it has been made anew."
        return f"Posted the digest to {host}.{anew if sent is None else ''}"

    def sent(self) -> dict[str, object] | None:
        """Return what was sent last, by channel, or None if the file is damaged: better sent twice than never."""
        if not self.state.exists():
            return {}
        sent = as_json(self.state.read_text("utf-8", errors="replace"))
        return sent if isinstance(sent, dict) else None
