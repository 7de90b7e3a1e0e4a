"""The CDK app: `app` makes two stacks, `stack` and `operations`, and each joins constructs."""
