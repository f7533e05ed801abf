"""People, cohorts, roles, invites, tokens and the audit log."""
