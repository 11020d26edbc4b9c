"""What the command line's sub-commands do; imported when they are called."""
