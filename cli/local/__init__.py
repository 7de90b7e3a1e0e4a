"""The local run: the stack on this machine, as it is deployed, and a story played against it."""
