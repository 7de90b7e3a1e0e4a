"""The `replywatch` command line, with one module for each command."""
