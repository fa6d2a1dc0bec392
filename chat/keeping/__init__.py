"""What is kept, and how it goes: holds, erasing by destroying keys, and the record of both.

    holds       somebody says that a thing must stay, and lifts that again
    erase       one transaction: locks, asks everybody who may say no, destroys the keys
    shred       what goes with a conversation, and with a young person
    due         what nobody was worried about, and whose time is over
    outside     a file beside the database: which erasures a restored backup has to be told of
    replay      tells it
    receipt     what the young person is told, in words

Sealed words are unreadable the moment their key is gone, and nothing has to be found and overwritten for that.
"""
