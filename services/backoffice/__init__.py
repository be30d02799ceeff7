"""The staff's web site: queues, decisions and invoices. It keeps nothing of its own."""
