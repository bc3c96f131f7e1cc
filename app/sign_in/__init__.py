"""The page behind the QR code in the meeting room: signing in on a phone, without an account."""
