"""What a clause says: its words, its predicate, where it stands in time, and which of its words a claim accounts for."""
