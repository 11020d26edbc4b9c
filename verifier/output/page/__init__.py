"""The truth page: a report as its author wrote it, with what became of each statement. `verifier.output.html_format` puts it together."""
