"""What a coding agent's host calls when the agent is done: its last message, checked."""
