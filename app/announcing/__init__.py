"""A session is moved, cancelled, enlarged or loses its venue: whoever is signed up hears of it, with other chances."""
