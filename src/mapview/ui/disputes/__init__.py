"""What cannot all hold, what is decided about it, and how an account changed."""
