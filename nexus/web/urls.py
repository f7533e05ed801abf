"""Addresses of pages."""

from django.urls import path, re_path

from nexus.library.models import KIND_OF_SECTION
from nexus.web.views import (
    docs,
    documents,
    entries,
    home,
    insights,
    machines,
    people,
    search,
    topics,
    writing,
)

SECTION = f"(?P<section>{'|'.join(KIND_OF_SECTION)})"
ENTRY = rf"^{SECTION}/(?P<slug>[a-z0-9][a-z0-9-]*(?:\.md)?)"

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", home.healthz, name="healthz"),
    path("readyz", home.readyz, name="readyz"),
    path("search/", search.search_page, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("insights/", insights.insights, name="insights"),
    path("docs/errors", docs.errors, name="errors"),
    path("write/", writing.write_challenge, name="write"),
    path("import/", documents.bring, name="import"),
    path("import/<int:pk>", documents.import_page, name="import-job"),
    path("import/<int:pk>/cancel/", documents.cancel, name="import-cancel"),
    path("documents/", documents.document_list, name="documents"),
    path("documents/<int:pk>", documents.document_page, name="document"),
    path("documents/<int:pk>/claim/", documents.claim, name="document-claim"),
    path("documents/<int:pk>/correct/", documents.correct, name="document-correct"),
    path("documents/<int:pk>/erase/", documents.erase, name="document-erase"),
    path("topics/", topics.topics, name="topics"),
    path("topics/<slug:slug>", topics.topic, name="topic"),
    path("links/broken/", topics.broken_links, name="broken-links"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>", people.person, name="person"),
    path("people/<int:pk>/role/", people.set_role, name="person-role"),
    path("cohorts/", people.make_cohort, name="cohort-make"),
    path("cohorts/<int:pk>/invite/", people.make_invite, name="cohort-invite"),
    path("invite/<str:secret>/", people.invite, name="invite"),
    path("me/", people.me, name="me"),
    path("me/profile/", people.profile, name="profile"),
    path("me/tokens/", people.make_token, name="token-make"),
    path("me/tokens/<int:pk>/revoke/", people.revoke_token, name="token-revoke"),
    path("hub/publish/", people.publish_hub, name="hub-publish"),
    path("robots.txt", machines.robots),
    path("sitemap.xml", machines.sitemap),
    path("llms.txt", machines.llms),
    path("feed.atom", machines.feed, name="feed"),
    re_path(rf"^{SECTION}/$", entries.entry_list, name="list"),
    re_path(rf"{ENTRY}$", entries.entry_page, name="entry"),
    re_path(rf"{ENTRY}/edit/$", writing.edit_entry, name="edit"),
    re_path(rf"{ENTRY}/history/$", entries.history, name="history"),
    re_path(rf"{ENTRY}/restore/$", writing.restore, name="restore"),
    re_path(rf"{ENTRY}/state/$", writing.set_state, name="state"),
    re_path(rf"{ENTRY}/solutions/$", writing.add_solution, name="solution-add"),
    re_path(rf"{ENTRY}/receipts/$", writing.receipt, name="receipt"),
    re_path(
        rf"{ENTRY}/diff/(?P<old>[0-9]{{1,6}})/(?P<new>[0-9]{{1,6}})/$",
        entries.difference,
        name="diff",
    ),
]
