"""The demonstration bank: a hosted payment page on which no money moves.

It stands for an outside party. It knows nothing of the portal but the secret both share, takes
orders that the portal has signed, and tells by a signed notification what became of them.
"""

from deploy.bank.app import create_bank

__all__ = ["create_bank"]
