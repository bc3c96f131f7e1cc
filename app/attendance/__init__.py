"""Who came: sign-in by QR code or by hand, and whether the presence rule is met."""
