"""Answers that the checker has never seen, written without a look at what it knows."""
