"""The schema: reads, writes, and the types that `node` may answer with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import graphene

from nexus.accounts.policies import refusal_of_stranger
from nexus.common.errors import NotFound
from nexus.graphql.mutations import (
    curation,
    documents,
    jobs,
    lexicon,
    library,
    people,
    webhooks,
)
from nexus.graphql.node import TYPES, viewer_of
from nexus.graphql.queries import Query


class Mutation(graphene.ObjectType):  # type: ignore[misc]
    create_entry = library.CreateEntry.Field()
    save_entry = library.SaveEntry.Field()
    restore_revision = library.RestoreRevision.Field()
    publish_entry = library.PublishEntry.Field()
    retire_entry = library.RetireEntry.Field()
    set_entry_topics = library.SetEntryTopics.Field()
    add_solution = library.AddSolution.Field()
    give_receipt = library.GiveReceipt.Field()
    withdraw_receipt = library.WithdrawReceipt.Field()
    add_cause = library.AddCause.Field()
    remove_cause = library.RemoveCause.Field()
    answer_suggestion = curation.AnswerSuggestion.Field()
    accept_suggestions = curation.AcceptSuggestions.Field()
    skip_question = curation.SkipQuestion.Field()
    merge_entries = curation.MergeEntries.Field()
    split_entry = curation.SplitEntry.Field()
    move_statements = curation.MoveStatements.Field()
    rename_entry = curation.RenameEntry.Field()
    choose_wording = curation.ChooseWording.Field()
    mark_best_solution = curation.MarkBestSolution.Field()
    retract_document = curation.RetractDocument.Field()
    undo_action = curation.UndoAction.Field()
    add_term = lexicon.AddTerm.Field()
    change_term = lexicon.ChangeTerm.Field()
    remove_term = lexicon.RemoveTerm.Field()
    add_alias = lexicon.AddAlias.Field()
    remove_alias = lexicon.RemoveAlias.Field()
    create_topic = library.CreateTopic.Field()
    import_text = documents.ImportText.Field()
    import_repository = documents.ImportRepository.Field()
    import_cohort = documents.ImportCohort.Field()
    cancel_import = documents.CancelImport.Field()
    cancel_job = jobs.CancelJob.Field()
    retry_job = jobs.RetryJob.Field()
    resend_letter = jobs.ResendLetter.Field()
    drop_letter = jobs.DropLetter.Field()
    claim_document = documents.ClaimDocument.Field()
    settle_claim = documents.SettleClaim.Field()
    correct_document = documents.CorrectDocument.Field()
    erase_document = documents.EraseDocument.Field()
    update_profile = people.UpdateProfile.Field()
    set_role = people.SetRole.Field()
    create_cohort = people.CreateCohort.Field()
    create_invite = people.CreateInvite.Field()
    revoke_invite = people.RevokeInvite.Field()
    accept_invite = people.AcceptInvite.Field()
    create_token = people.CreateToken.Field()
    revoke_token = people.RevokeToken.Field()
    create_webhook = webhooks.CreateWebhook.Field()
    update_webhook = webhooks.UpdateWebhook.Field()
    renew_webhook_secret = webhooks.RenewWebhookSecret.Field()
    remove_webhook = webhooks.RemoveWebhook.Field()
    resend_delivery = webhooks.ResendDelivery.Field()
    publish_hub = people.PublishHub.Field()


def refusing_strangers(resolve: Callable[..., Any]) -> Callable[..., Any]:
    """The same mutation, which tells who is not signed in to do so, whatever it is about."""

    def refuse(root: Any, info: Any, **arguments: Any) -> Any:
        try:
            return resolve(root, info, **arguments)
        except NotFound as error:
            raise refusal_of_stranger(viewer_of(info), error) from error

    return refuse


schema = graphene.Schema(query=Query, mutation=Mutation, types=list(TYPES.values()))
for _field in schema.graphql_schema.mutation_type.fields.values():
    _field.resolve = refusing_strangers(_field.resolve)
