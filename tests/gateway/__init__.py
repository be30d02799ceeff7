"""The parents' site, page by page, over recorded answers of the services."""
