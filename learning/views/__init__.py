"""The learner's own screens and what course and lesson pages post to.

Every post is answered by a redirect to a page of ours, in the language of the address's prefix, so
everything works without JavaScript; a program that asks for JSON gets JSON.
"""
