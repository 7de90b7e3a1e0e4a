"""What ReplyWatch costs and how fast it is, beside others: see docs/benchmarks.md."""
