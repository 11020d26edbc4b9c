"""The readings of what a scope shows of concepts, by name. All are true or false."""

from __future__ import annotations

SHOWN = "in effect"  # every topic, or for an absence the first one
FIRM = "by exact handles"  # imports, calls, packages, base classes; not by names alone
NARROWED = "as narrowed"  # what is in effect lies in files that hold the narrowing words too
PROVABLE = "absence provable"
SUSPECTED = "something like it"  # unused, listed, in tests: neither in effect nor nothing
ELSEWHERE = "elsewhere"  # in effect, but outside the scope, or outside what the clause names
PROVIDED = "by default"  # only another thing's default provides it
UNMET = "qualifier unmet"
QUALIFIED = "qualifier met"
NAMED = "where the text says"  # the scope is of files or directories that the text names for this claim
READ = "in the files reviewed"  # evidence lies in files that the report names, or it names too few to tell
BLANK = "not even a name"  # in the whole repository nothing is named like it
CLOSED = "a closed list"  # the knowledge base knows every form that it takes
NOWHERE = "nowhere"  # a name in code font can't be in use in what is said to use it
OUT = "commented out"  # in the named file the only code that would do it is a comment
UNSEEN = "unseen where reviewed"  # a feature of the language, which nearly every repository has: not in the files reviewed here
WIDE = "the repository's"  # of delivery: one serves all parts, so that words which restrict it prove little
APART = "elsewhere than in what is named"  # what is said to use it has files of its own, and they don't show it
UNVERSIONED = "another version"  # no manifest, lock or image gives it the version that is stated
UNSET = "another value"  # a setting that is told beside the name stands in no file that shows it
OTHERWISE = "done otherwise"  # where nothing shows it, code shows that its job is done without it
TOOL = "a tool"  # by its configuration, or not at all: other rules ask for that
