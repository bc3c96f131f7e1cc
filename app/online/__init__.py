"""Public pages on a phone: signing up without an account, and the slip that finds the sign-up again."""
