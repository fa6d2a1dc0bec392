"""The concern door: anybody may say that they are worried about a young person. Nobody is told whether we know them."""
