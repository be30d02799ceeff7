"""The parents' web site: pages in French over what the services know; no stream of its own."""
