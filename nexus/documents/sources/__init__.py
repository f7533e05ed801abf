"""Where documents come from: archives, Git repositories, cohort lists."""
