"""How the portal is started: the portail command and the embedded shape."""
