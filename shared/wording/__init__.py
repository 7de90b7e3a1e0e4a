"""What people read about a wait, in alerts and on the conversation page.

`wait_view` collects the facts, `phrases` has the words of each language, and `templates/` puts both
into an email or a page.
"""
