"""Configuration: `verify-review.toml`, or `[tool.verify-review]` of `pyproject.toml`, where the user stands or above, and the environment.

A repository that is merely named by `--repo` configures nothing. Every mistake is reported at once, with where it is and
what to do.
"""

from verifier.config.kinds import ConfigError
from verifier.config.names import FAIL_ON, FORMATS, check_names, check_outcomes, suggestion
from verifier.config.reading import find_config, load_config
from verifier.config.settings import Config, ForReports

__all__ = [
    "FAIL_ON",
    "FORMATS",
    "Config",
    "ConfigError",
    "ForReports",
    "check_names",
    "check_outcomes",
    "find_config",
    "load_config",
    "suggestion",
]
