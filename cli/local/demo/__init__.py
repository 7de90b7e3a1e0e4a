"""The demo: six customers write, some get a reply in time, and responders are alerted to the rest.

`script` says what happens when. `player` plays it against the stack. `checks` says what must be
true afterwards. `report` prints all of it.
"""
