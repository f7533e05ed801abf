"""What every floor may use: errors, ids, change log, masking, Markdown, pagination, clock."""
