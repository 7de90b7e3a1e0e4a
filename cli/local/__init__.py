"""The local run: the stack on this machine, deployed as in an account, with a demo that uses it."""
