"""Connects the brand's accounts at Meta: the app's webhook, then each account's subscription.

A field is delivered only if both the app and the account are subscribed to it:
https://developers.facebook.com/docs/graph-api/reference/page/subscribed_apps

Every step reads first and writes only what is missing, so a second run changes nothing. Fields that
are subscribed already stay subscribed.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from cli.connect import meta_answers, meta_fields
from cli.connect.graph import Graph
from cli.connect.meta_fields import Fields
from cli.connect.platform_error import reported
from cli.findings import Finding
from shared.config.configuration import Account

PAGE_SIZE = "100"


@dataclass(frozen=True, kw_only=True)
class Meta:
    """What is to be connected. `verify_token` is one that the deployed webhook accepts."""

    graph: Graph
    token: str = field(repr=False)
    accounts: tuple[Account, ...]
    callback_url: str
    verify_token: str = field(repr=False)
    instagram: Graph | None = None
    instagram_token: str | None = field(default=None, repr=False)
    """The token of an app with Instagram Login. None: Instagram is reached through its Page."""
    waba_ids: tuple[str, ...] = ()
    """WhatsApp Business Accounts; empty: those that the token names."""
    dry_run: bool = False
    takes_over: bool = False
    """Whether a webhook that leads to another address is changed."""

    def findings(self) -> Iterator[Finding]:
        """Performs each step, and yields what it found or changed. Raises no error of the
        platform."""
        is_fatal = False
        for finding in reported("token", self._token()):
            is_fatal |= finding.check == "token" and finding.status == "failed"
            yield finding
        if is_fatal:
            return
        for name, wanted in meta_fields.objects_of(self._channels).items():
            yield from reported(f"app: {name}", self._app_object(name, wanted))
        pages = {i: self._of_page(i) for i in self._ids("facebook", "messenger")}
        for page, channels in pages.items():
            wanted = meta_fields.fields_of(channels)
            yield from reported(f"page {page}", self._page(page, wanted))
        for account in self._ids("instagram"):
            yield from reported(f"instagram {account}", self._instagram(account, pages))
        yield from reported("whatsapp", self._whatsapp())
        if self._ids("threads"):
            yield self._threads()

    @property
    def _channels(self) -> list[str]:
        return [account.channel for account in self.accounts]

    def _ids(self, *channels: str) -> list[str]:
        return list(dict.fromkeys(a.id for a in self.accounts if a.channel in channels))

    def _of_page(self, page: str) -> list[str]:
        return [a.channel for a in self.accounts if a.id == page]

    # --- The token --------------------------------------------------------------------------------

    @cached_property
    def _about_token(self) -> dict[str, Any]:
        """What Meta says of the token: https://developers.facebook.com/docs/graph-api/reference/debug_token"""
        found = self.graph.get("debug_token", self.graph.app_token, input_token=self.token)
        return dict(found.get("data", {}))

    def _token(self) -> Iterator[Finding]:
        about = self._about_token
        new_token = "Make a new token: docs/connect-meta.md, step 3."  # noqa: S105 - advice
        if not about.get("is_valid"):
            yield Finding("token", "failed", "Meta says that the token is not valid", new_token)
            return
        if str(about.get("app_id", self.graph.app_id)) != self.graph.app_id:
            text = f"the token is of app {about['app_id']}, not of {self.graph.app_id}"
            yield Finding("token", "failed", text, "Make it with the app that has this id.")
            return
        yield Finding(
            "token", "ok", f"valid, {meta_answers.expiry_text(int(about.get('expires_at') or 0))}"
        )
        granted = set(about.get("scopes", ()))
        asked = [c for c in self._channels if c != "instagram" or not self.instagram_token]
        for name in meta_fields.permissions_of(asked):
            if name not in granted:
                advice = f"{new_token} For accounts of the public it needs App Review, too."
                yield Finding(f"permission {name}", "failed", "the token does not have it", advice)

    # --- The app ----------------------------------------------------------------------------------

    @cached_property
    def subscriptions(self) -> dict[str, dict[str, Any]]:
        """The app's webhooks by object:
        https://developers.facebook.com/docs/graph-api/reference/app/subscriptions"""
        found = self.graph.get(f"{self.graph.app_id}/subscriptions", self.graph.app_token)
        return {one["object"]: one for one in found.get("data", ())}

    def _app_object(self, name: str, wanted: Fields) -> Iterator[Finding]:
        check, stored = f"app: {name}", self.subscriptions.get(name, {})
        address = stored.get("callback_url", "")
        is_elsewhere = bool(address) and address != self.callback_url
        if is_elsewhere and not self.takes_over:
            yield meta_answers.leads_elsewhere(check, address)
            return
        present = {f["name"] if isinstance(f, dict) else f for f in stored.get("fields", ())}
        missing = wanted.all - present
        lapsed = bool(stored) and not stored.get("active", True)
        if stored and not (is_elsewhere or lapsed or missing):
            yield Finding(check, "ok", f"subscribed to {meta_answers.listed_fields(wanted.all)}")
            return
        why = (
            "was registered for another address" if is_elsewhere
            else "was switched off" if lapsed
            else f"without {meta_answers.listed_fields(missing)}" if stored
            else "not registered"
        )  # fmt: skip

        def subscribe(fields: Collection[str]) -> None:
            self.graph.post(
                f"{self.graph.app_id}/subscriptions",
                self.graph.app_token,
                object=name,
                callback_url=self.callback_url,
                verify_token=self.verify_token,
                include_values="true",
                fields=",".join(sorted({*fields, *present})),
            )

        is_small = bool(stored) and not is_elsewhere and not lapsed
        yield from self._change(check, why, wanted, missing if is_small else wanted.all, subscribe)

    # --- Accounts ---------------------------------------------------------------------------------

    @cached_property
    def _pages(self) -> dict[str, dict[str, Any]]:
        """The Pages that the token may manage, with their own tokens:
        https://developers.facebook.com/docs/pages-api/manage-pages#get-your-pages"""
        fields = "id,access_token"
        if self._ids("instagram") and not self.instagram_token:
            fields += ",instagram_business_account"
        found: dict[str, dict[str, Any]] = {}
        after: dict[str, str] = {}
        while True:
            answer = self.graph.get(
                "me/accounts", self.token, fields=fields, limit=PAGE_SIZE, **after
            )
            found |= {str(page["id"]): page for page in answer.get("data", ())}
            paging = answer.get("paging", {})
            if "next" not in paging:
                return found
            after = {"after": paging["cursors"]["after"]}

    def _page(self, page: str, wanted: Fields) -> Iterator[Finding]:
        check = f"page {page}"
        if page not in self._pages:
            advice = (
                "Business settings > System users: assign the Page with full control. "
                "Then make the token again."
            )
            yield Finding(check, "failed", "the token has no access to this Page", advice)
            return
        token = self._pages[page].get("access_token", self.token)
        yield from self._account(check, self.graph, f"{page}/subscribed_apps", token, wanted)

    def _instagram(self, account: str, configured: Collection[str]) -> Iterator[Finding]:
        """Through the Page, or with Instagram Login:
        https://developers.facebook.com/documentation/instagram-platform/webhooks/setup"""
        check = f"instagram {account}"
        if self.instagram and self.instagram_token:
            yield from self._account(
                check,
                self.instagram,
                f"{account}/subscribed_apps",
                self.instagram_token,
                meta_fields.FIELDS["instagram"],
            )
            return
        page = next(
            (i for i, p in self._pages.items() if meta_answers.instagram_of(p) == account), None
        )
        if page is None:
            advice = (
                "Connect it to its Page (Instagram app > Edit profile > Page) and assign the Page "
                "to the system user. For an app with Instagram Login, set META_INSTAGRAM_TOKEN."
            )
            yield Finding(check, "failed", "no Page of the token carries it", advice)
        elif page in configured:
            yield Finding(check, "ok", f"delivered through the Page {page}")
        else:
            yield from self._page(page, meta_fields.LINKED_PAGE)

    def _account(
        self, check: str, graph: Graph, edge: str, token: str, wanted: Fields
    ) -> Iterator[Finding]:
        """Subscribes the app to one account; without fields where the account has none."""
        listed = graph.get(edge, token, limit=PAGE_SIZE).get("data", ())
        own = next(
            (app for app in listed if meta_answers.app_id(app) in {None, graph.app_id}), None
        )
        override = (own or {}).get("override_callback_uri")
        if override and override != self.callback_url:
            # https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/override
            yield meta_answers.overridden(check, override)
            return
        present = set(own.get("subscribed_fields", ())) if own else set()
        missing = wanted.all - present
        if own is not None and not missing:
            fields = f" to {meta_answers.listed_fields(wanted.all)}" if wanted.all else ""
            yield Finding(check, "ok", f"subscribed{fields}")
            return
        why = "not subscribed" if own is None else f"without {meta_answers.listed_fields(missing)}"

        def subscribe(fields: Collection[str]) -> None:
            names = ",".join(sorted({*fields, *present}))
            graph.post(edge, token, **({"subscribed_fields": names} if names else {}))

        yield from self._change(check, why, wanted, missing, subscribe)

    def _whatsapp(self) -> Iterator[Finding]:
        """Numbers belong to a WhatsApp Business Account, which is subscribed as a whole:
        https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account/subscribed_apps
        """
        numbers = self._ids("whatsapp")
        if not numbers:
            return
        owners: dict[str, str] = {}
        for waba in self.waba_ids or self._wabas_of_token():
            path = f"{waba}/phone_numbers"
            listed = self.graph.get(path, self.token, fields="id", limit=PAGE_SIZE)
            owners |= {str(number["id"]): waba for number in listed.get("data", ())}
        for number in numbers:
            if number not in owners:
                advice = (
                    "Add --waba ID: the WhatsApp Business Account's id, from WhatsApp Manager. "
                    "replywatch.toml has the phone number's id, which is another."
                )
                text = "no WhatsApp Business Account of the token has this number"
                yield Finding(f"whatsapp {number}", "failed", text, advice)
        for waba in dict.fromkeys(owners[n] for n in numbers if n in owners):
            check, edge = f"whatsapp business account {waba}", f"{waba}/subscribed_apps"
            yield from reported(check, self._account(check, self.graph, edge, self.token, Fields()))

    def _wabas_of_token(self) -> list[str]:
        """The ids of the WhatsApp Business Accounts that the token names:
        https://developers.facebook.com/documentation/business-messaging/whatsapp/solution-providers/manage-accounts"""
        scopes = self._about_token.get("granular_scopes", ())
        return [
            str(waba)
            for scope in scopes
            if scope.get("scope") == "whatsapp_business_management"
            for waba in scope.get("target_ids", ())
        ]

    def _threads(self) -> Finding:
        fields = ", ".join(meta_fields.THREADS_FIELDS)
        advice = (
            "App dashboard > Use cases > Threads > Customize > Settings > Webhooks: "
            f"callback URL {self.callback_url}, your verify token, fields {fields}."
        )
        unnamed = [a.id for a in self.accounts if a.channel == "threads" and not a.username]
        if unnamed:
            advice += (
                f" Set `username` of {', '.join(unnamed)} in replywatch.toml: Threads identifies "
                "authors by it, so ReplyWatch needs it to recognise your own accounts."
            )
        return Finding("threads", "unknown", "Meta has no API for this: use the dashboard", advice)

    # --- Changes ----------------------------------------------------------------------------------

    def _change(
        self,
        check: str,
        why: str,
        wanted: Fields,
        missing: Collection[str],
        subscribe: Callable[[Collection[str]], None],
    ) -> Iterator[Finding]:
        if self.dry_run:
            yield Finding(check, "planned", f"{why}: would subscribe")
            return
        refused = meta_answers.subscribe_as_far_as_possible(wanted, subscribe)
        if not missing or set(missing) - refused:
            yield Finding(check, "changed", f"{why}: subscribed")
        if refused:
            advice = (
                "ReplyWatch works without these fields; docs/connect-meta.md says what is missed."
            )
            yield Finding(
                check, "warning", f"Meta refuses {meta_answers.listed_fields(refused)}", advice
            )


def with_instagram_login(meta: Meta, token: str, url: str) -> Meta:
    """The same, with Instagram reached by a token of Instagram Login. Its app has an id and a
    secret of its own, and the answers name neither."""
    return replace(
        meta, instagram=replace(meta.graph, app_secret="", url=url), instagram_token=token
    )
