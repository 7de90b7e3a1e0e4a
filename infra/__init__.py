"""The stacks, as CDK constructs: what is deployed, and who may do what with it."""
