"""The instructor's kit: assign exercises, mark untrusted notebooks, and report on a class.

A submission is never run here: `sandbox` starts a jailed process for each question, `submission`
takes the code out of a notebook, and `marking` compares, outside the jail, what the code gave.
"""

__all__: list[str] = []  # each room of it is imported by name
