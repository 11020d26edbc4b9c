"""Many reports of many repositories, each checked in a process of its own; `docs/sweep.md` tells of it."""
