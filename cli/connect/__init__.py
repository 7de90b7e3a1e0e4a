"""The platforms' APIs, and the steps that connect a deployment to them: `replywatch connect`."""
