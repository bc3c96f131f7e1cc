"""What the web server loads: `flask`, `granian wsgi:app`."""

from app import create_app

app = create_app()
