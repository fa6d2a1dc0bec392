"""Where a young person's page connects from, kept sealed for a short while: for the police, if a life is in danger.

source   who is at the other end of a connection, as the proxy of ours says, and nobody else
keep     noted at the first words of a form and whenever a socket opens; never on the way of a message
read     what is kept, for whoever may open it (escalation/finding asks whether they may)
gone     destroyed; the row stays and says when
"""
