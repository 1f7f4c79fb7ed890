"""Where an event comes from: everything `dragoman explain` shows, gathered from a release and the working store.

Belongs here: joining an event with its mentions, texts, dictionary entries and pattern. Does not belong here: finding any
of it anew (coding/, actors/), how it looks (render).
"""
