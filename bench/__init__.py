"""Measures what ReplyWatch costs and how fast it is, compared with similar software: see
docs/benchmarks.md."""
