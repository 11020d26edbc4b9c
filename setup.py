"""What pyproject.toml can't say: packages are found, and `rules/` is installed inside `verifier`.

A top-level package named `rules` would collide with the one many projects have.
"""

from setuptools import find_packages, setup

setup(
    packages=[
        *find_packages(include=["verifier", "verifier.*"]),
        "verifier.rules",
        *(f"verifier.rules.{name}" for name in find_packages("rules")),
    ],
    package_dir={"verifier": "verifier", "verifier.rules": "rules"},
)
