"""What a class of the tap overrides of the SDK's."""

from __future__ import annotations


def overrides(ours: type, sdk: type) -> set[str]:
    """The names that `ours` declares and `sdk` has; one that the SDK renames is no longer among them."""
    names = {name for name in vars(ours) if hasattr(sdk, name)}
    return {name for name in names if name == "__init__" or not name.startswith(("__", "_abc_"))}
