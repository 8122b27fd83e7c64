"""The commands for one who reads: `nnbook read`, `nnbook lab`, `nnbook doctor`."""

__all__: list[str] = []  # each command is a module of its own
