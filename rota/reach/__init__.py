"""How somebody who works here is reached away from a console, until they say that they have heard.

    plan       which ways are tried for a call, and after how long
    calling    whose time has come: writes a row for each try, before anything leaves this machine
    making     makes the tries that are written, once each; what died half-way is not known, and another way is used
    results    what came of a try; it only climbs
    stopping   a phone that told our number to stop: its person is told so
    hearing    its person has heard: a press, a key, a reply. That is another fact than that it arrived
    paths      who can be reached by which way; who sends is told here (push and mail; chat/sms for texts and calls)

Nothing here knows what a call is about: it has a name ("page:7"), and its owner (paths.OWNERS) says whether it still
stands. Texts and pushes say nothing about anybody.
"""
