"""Who may do what at each address and over each socket: declared in the product, in rota/policy/doors.py.

Add yours there. What is not declared there fails the build, here.
"""

from rota.policy.doors import ADDRESSES, SOCKET_ACTIONS, SOCKET_ROLES, Address

__all__ = ["ADDRESSES", "SOCKET_ACTIONS", "SOCKET_ROLES", "Address"]
