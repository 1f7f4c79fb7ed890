"""Where raw articles come from: files and folders now, feeds and web archives over the network later.

Belongs here: getting bytes safely and saying where they came from. Does not belong here: understanding what an article
says.
"""
