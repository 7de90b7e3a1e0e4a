"""The `replywatch` command line: one module a command."""
