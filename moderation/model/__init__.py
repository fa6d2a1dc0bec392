"""The learned model beside the rules: our own lines, how it is trained from them, and what came out.

`corpus/` holds the lines we wrote, `artefact/` what is loaded, `card.md` what it can and cannot do. The modules here
make the artefact (`python -m moderation.train`) and measure it; at run time only `features` and `language` are used.
"""
