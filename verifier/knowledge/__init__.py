"""What technologies and mechanisms are called in prose, and what they look like in code: data, and the code that matches it."""
