"""Every page and output format: what each role gets.

The words of a status are for anonymous, reader, learner, learner who owns, mentor, maintainer.
"""

from __future__ import annotations

from tests.policies.walk import Row

SEEN = "/challenges/seen"
DRAFT = "/challenges/draft-quokka"
RETIRED = "/challenges/retired-walrus"
AUTHOR = "404 404 404 200 200 200"  # who sees a draft
WRITES = "in 403 200 200 200 200"  # learners and above, on a page
DOES = "in 403 302 302 302 302"  # the same, of a form
OWN_NAME = {"C": "mentor"}
PUBLISHED_ONLY = {"private": "404"}
DOCUMENTS = {"open": "200"}
TITLE = {"expected_version": "2", "title": "Seen", "lead": "Another lead."}

CURATES = "in 403 403 403 200 200"
CURATES_THERE = "in 403 403 403 302 302"

PAGES = [
    Row("home", "GET", "/", "200", "D"),
    Row("healthz", "GET", "/healthz", "200"),
    Row("readyz", "GET", "/readyz", "200"),
    Row("search", "GET", "/search/?q=quokka", "200", "D"),
    Row("search", "GET", "/search/?q=xylophone", "200"),
    Row("search", "POST", "/search/", "200", "D", {"q": "quokka"}),
    Row("suggest", "GET", "/search/suggest/?q=quokka", "200", "D"),
    Row("suggest", "GET", "/search/suggest/?q=walrus", "200"),
    Row("write", "GET", "/write/", WRITES),
    Row("write", "POST", "/write/", DOES, data={"title": "New", "error": "Boom"}),
    Row("write-entry", "GET", "/write/entry/", WRITES),
    Row("write-entry", "POST", "/write/entry/", DOES,
        data={"kind": "practice", "title": "New", "lead": "Words."}),
    Row("import", "GET", "/import/", WRITES),
    Row("import", "POST", "/import/", DOES, data={"text": "Words.", "whose": "mine"}),
    Row("import-job", "GET", "/import/{import}", "404 404 404 200 200 200"),
    Row("import-cancel", "POST", "/import/{waiting}/cancel/", "404 404 404 302 302 302"),
    Row("documents", "GET", "/documents/", "in 200 200 200 200 200", states=DOCUMENTS),
    Row("document", "GET", "/documents/{document}", "in 200 200 200 200 200", "X", states=DOCUMENTS),
    Row("document", "GET", "/documents/{document}?view=lines", "in 200 200 200 200 200", "X",
        states=DOCUMENTS),
    Row("document-claim", "POST", "/documents/{unowned}/claim/", DOES),
    Row("document-claim", "POST", "/documents/{document}/claim/", "in 403 422 302 422 422", idle=True),
    Row("document-settle", "POST", "/documents/{claimed}/claim/settle/", CURATES_THERE,
        data={"accept": "no"}),
    Row("document-correct", "POST", "/documents/{document}/correct/", "in 403 403 302 403 302",
        data={"title": "Mended", "track": "backend"}),
    Row("document-erase", "POST", "/documents/{document}/erase/", "in 403 403 302 403 302",
        data={"confirm": "erase"}),
    Row("topics", "GET", "/topics/", "200"),
    Row("topics", "POST", "/topics/", "in 403 403 403 302 302", data={"title": "New"}),
    Row("insights", "GET", "/insights/", "200"),
    Row("desk", "GET", "/desk/", CURATES),
    Row("desk-answer", "POST", "/desk/answer/", CURATES_THERE,
        data={"question": "merge:suggestion-{suggestion}", "answer": "different"}),
    Row("desk-accept", "POST", "/desk/accept/", CURATES_THERE, data={"score": "0.4"}),
    Row("desk-log", "GET", "/desk/log/", CURATES, reads={"C": "mentor maintainer"}),
    Row("desk-retired", "GET", "/desk/retired/", CURATES, reads={"R": "mentor maintainer"}),
    Row("desk-publish", "POST", "/desk/retired/{retired}/publish/", "404 404 404 404 302 302"),
    Row("desk-undo", "POST", "/desk/log/{action}/undo/", CURATES_THERE),
    Row("document-retract", "POST", "/documents/{document}/retract/", "in 403 403 302 302 302"),
    Row("curate", "GET", "/challenges/{told_slug}/curate/", CURATES),
    Row("curate", "POST", "/challenges/{told_slug}/curate/", CURATES_THERE,
        data={"do": "merge", "into": "Named anew"}),
    Row("errors", "GET", "/docs/errors", "200"),
    Row("topic", "GET", "/topics/async", "200", "D"),
    Row("broken-links", "GET", "/links/broken/", "200"),
    Row("people", "GET", "/people/", "in 200 200 200 200 200", "C"),
    Row("audit", "GET", "/people/audit/", "in 403 403 403 403 200", reads={"C": "maintainer"}),
    Row("person", "GET", "/people/{owner}", "in 404 404 200 200 200", "D"),
    Row("person", "GET", "/people/{mentor}", "in 200 200 200 200 200", "C"),
    Row("person-role", "POST", "/people/{reader}/role/", "in 403 403 403 403 302",
        data={"role": "mentor"}),
    Row("cohort-make", "POST", "/cohorts/", "in 403 403 403 302 302", data={"name": "Autumn"}),
    Row("cohort-invite", "POST", "/cohorts/{cohort}/invite/", "in 403 403 403 302 302"),
    Row("cohort-invite-revoke", "POST", "/cohorts/{cohort}/invite/revoke/",
        "in 403 403 403 302 302"),
    Row("invite", "GET", "/invite/{invite}/", "200"),
    Row("invite", "GET", "/invite/nothing/", "404"),
    Row("invite", "POST", "/invite/{invite}/", "in 302 302 302 302 302", data={"track": ""}),
    Row("me", "GET", "/me/", "in 200 200 200 200 200", "HT",
        reads={**OWN_NAME, "D": "owner"}),
    Row("profile", "POST", "/me/profile/", "in 302 302 302 302 302", data={"name": "Z"}),
    Row("token-make", "POST", "/me/tokens/", "in 302 302 302 302 302", data={"name": "New"}),
    Row("token-revoke", "POST", "/me/tokens/{token}/revoke/", "in 404 404 302 404 404"),
    Row("hub-publish", "POST", "/hub/publish/", "in 403 403 403 403 302",
        data={"published": "1", "shows_documents": "on"}),
    Row("robots.txt", "GET", "/robots.txt", "200"),
    Row("sitemap.xml", "GET", "/sitemap.xml", "200", states=PUBLISHED_ONLY),
    Row("llms.txt", "GET", "/llms.txt", "200", states=PUBLISHED_ONLY),
    Row("feed", "GET", "/feed.atom", "200", states=PUBLISHED_ONLY),
    Row("list", "GET", "/challenges/", "200", "D"),
    Row("list", "GET", "/challenges/?order=title", "200", "D"),
    Row("list", "GET", "/guides/", "200"),
    Row("entry", "GET", SEEN, "200", "CD"),
    Row("entry", "GET", f"{SEEN}.md", "200"),
    Row("entry", "GET", DRAFT, AUTHOR, "D"),
    Row("entry", "GET", f"{DRAFT}.md", AUTHOR, "D"),
    Row("entry", "GET", RETIRED, "404"),
    Row("entry", "GET", f"{RETIRED}.md", "404"),
    Row("entry", "GET", "/technologies/redis", "200"),
    Row("entry", "GET", "/technologies/redis.md", "200"),
    Row("entry", "GET", "/guides/{guide_slug}", "404 200 200 200 200 200", states=DOCUMENTS),
    Row("entry", "GET", "/guides/{guide_slug}.md", "404 200 200 200 200 200", states=DOCUMENTS),
    Row("edit", "GET", f"{SEEN}/edit/", WRITES),
    Row("edit", "POST", f"{SEEN}/edit/", DOES, data=TITLE),
    Row("edit", "GET", f"{DRAFT}/edit/", "in 403 404 200 200 200", "D"),
    Row("edit", "POST", f"{DRAFT}/edit/", "in 403 404 302 302 302",
        data={"expected_version": "1", "lead": "Another lead."}),
    Row("history", "GET", f"{SEEN}/history/", "200", "C"),
    Row("history", "GET", f"{DRAFT}/history/", AUTHOR, "D"),
    Row("restore", "POST", f"{SEEN}/restore/", DOES,
        data={"version": "1", "expected_version": "2"}),
    Row("restore", "POST", f"{DRAFT}/restore/", "404 404 404 302 302 302",
        data={"version": "1", "expected_version": "1"},
        idle=True),
    Row("state", "POST", f"{DRAFT}/state/", "404 404 404 302 302 302", data={"state": "published"}),
    Row("state", "POST", f"{SEEN}/state/", "in 403 403 403 302 302", data={"state": "retired"}),
    Row("solution-add", "POST", f"{SEEN}/solutions/", DOES, data={"text": "Again."}),
    Row("solution-add", "POST", f"{DRAFT}/solutions/", "404 404 404 302 302 302",
        data={"text": "Again."}),
    Row("receipt", "POST", f"{SEEN}/receipts/", "in 302 302 302 302 302",
        data={"outcome": "same-here"}),
    Row("receipt", "POST", f"{DRAFT}/receipts/", "404 404 404 302 302 302",
        data={"outcome": "worked"}),
    Row("diff", "GET", f"{SEEN}/diff/1/2/", "200"),
    Row("diff", "GET", f"{DRAFT}/diff/1/1/", AUTHOR, "D"),
    Row("graphql", "GET", "/graphql", "400"),
]  # fmt: skip

# allauth's own pages: who is signed in is led on, who is not sees a form.
FORM = "200 302 302 302 302 302"
ACCOUNTS = [
    Row("account_login", "GET", "/accounts/login/", FORM),
    Row("account_logout", "GET", "/accounts/logout/", "302 200 200 200 200 200"),
    Row("account_inactive", "GET", "/accounts/inactive/", "200"),
    Row("account_signup", "GET", "/accounts/signup/", FORM),
    Row("account_reauthenticate", "GET", "/accounts/reauthenticate/", "in 200 200 200 200 200"),
    Row("account_email", "GET", "/accounts/email/", "in 200 200 200 200 200", "E"),
    Row("account_email_verification_sent", "GET", "/accounts/confirm-email/", "200"),
    Row("account_change_password", "GET", "/accounts/password/change/", "in 200 200 200 200 200"),
    Row("account_set_password", "GET", "/accounts/password/set/", "in 302 302 302 302 302"),
    Row("account_reset_password", "GET", "/accounts/password/reset/", "200"),
    Row("account_confirm_login_code", "GET", "/accounts/login/code/confirm/", "in 302 302 302 302 302"),
    Row("account_confirm_email", "GET", "/accounts/confirm-email/x/", "200"),
    Row("account_reset_password_from_key_done", "GET", "/accounts/password/reset/key/done/", "200"),
    Row("account_reset_password_from_key", "GET", "/accounts/password/reset/key/1-x/", "200"),
    Row("account_reset_password_done", "GET", "/accounts/password/reset/done/", "200"),
]  # fmt: skip
