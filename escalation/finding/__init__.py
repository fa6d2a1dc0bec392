"""Finding somebody whose life may be in danger (docs/finding.md).

locating   what can and cannot be found out, for the emergency form
address    where their page connected from: opened as a number is (escalation/glass), in words to read out
over       when that is destroyed: nobody holds it, nothing about them is open
numbers    a number that the police give us: whether whoever has it wrote to us
"""
