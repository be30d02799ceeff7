"""What the back office asks each service, in the name of the staff member who is signed in."""
