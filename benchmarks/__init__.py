"""Ours beside the peers: `make bench` runs every row and prints ratios measured in one run."""
