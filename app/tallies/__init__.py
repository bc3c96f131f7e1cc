"""Who was served where: counts kept by the database, the matrix, the settlement sheet of a month."""
