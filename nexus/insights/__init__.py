"""What the evidence says about cohorts."""
