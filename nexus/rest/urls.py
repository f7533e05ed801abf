"""Addresses under /api/v1/."""

from django.urls import path
from drf_spectacular.views import (
    SpectacularAPIView,
    SpectacularSwaggerSplitView,
)

from nexus.rest.views import documents, entries, hub, people, search, topics

app_name = "rest"
urlpatterns = [
    path("schema", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="rest:schema"), name="docs"),
    path("hub/", hub.HubItem.as_view()),
    path("search/", search.Search.as_view()),
    path("entries/", entries.Entries.as_view()),
    path("entries/<str:id>/", entries.EntryItem.as_view()),
    path("entries/<str:id>/publish/", entries.EntryPublish.as_view()),
    path("entries/<str:id>/retire/", entries.EntryRetire.as_view()),
    path("entries/<str:id>/topics/", entries.EntryTopics.as_view()),
    path("entries/<str:id>/revisions/", entries.Revisions.as_view()),
    path("entries/<str:id>/restore/", entries.RevisionRestore.as_view()),
    path("entries/<str:id>/solutions/", entries.Solutions.as_view()),
    path("entries/<str:id>/receipts/", entries.Receipts.as_view()),
    path("entries/<str:id>/backlinks/", entries.EntryBacklinks.as_view()),
    path("entries/<str:id>/evidence/", entries.EntryEvidence.as_view()),
    path("topics/", topics.Topics.as_view()),
    path("topics/<slug:slug>/", topics.TopicItem.as_view()),
    path("topics/<slug:slug>/also-met/", topics.TopicAlsoMet.as_view()),
    path("documents/", documents.Documents.as_view()),
    path("documents/<str:id>/", documents.DocumentItem.as_view()),
    path("documents/<str:id>/lines/", documents.DocumentLines.as_view()),
    path("documents/<str:id>/claim/", documents.DocumentClaim.as_view()),
    path("statements/", documents.Statements.as_view()),
    path("statements/<str:id>/", documents.StatementItem.as_view()),
    path("evidence/", documents.EvidenceList.as_view()),
    path("imports/", documents.Imports.as_view()),
    path("imports/<str:id>/", documents.ImportItemView.as_view()),
    path("imports/<str:id>/items/", documents.ImportItems.as_view()),
    path("people/", people.People.as_view()),
    path("people/<str:id>/", people.PersonItem.as_view()),
    path("people/<str:id>/role/", people.PersonRole.as_view()),
    path("cohorts/", people.Cohorts.as_view()),
    path("cohorts/<str:id>/", people.CohortItem.as_view()),
    path("cohorts/<str:id>/invite/", people.CohortInvite.as_view()),
    path("join/", people.Join.as_view()),
    path("me/", people.Me.as_view()),
    path("me/tokens/", people.Tokens.as_view()),
    path("me/tokens/<str:id>/", people.TokenItem.as_view()),
    path("jobs/", hub.Jobs.as_view()),
    path("jobs/<str:id>/", hub.JobItem.as_view()),
]
