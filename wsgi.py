"""What `flask` and the web server load: the application, as the account that owns its data."""

import os

from app import create_app

os.umask(0o077)  # database and files hold personal data: what is written from here on is the owner's alone

app = create_app()
