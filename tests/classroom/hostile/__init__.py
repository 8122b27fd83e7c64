"""Submissions that cheat, break or burden the marking, and what is to come of each.

All answer one assignment: 3.1 (a function), 3.2 (three numbers) and 5.12 (a function; nnbook's own
softmax is forbidden), a point each. Many hold a right answer to 3.2, which has to earn its point
whatever the rest does.
"""
