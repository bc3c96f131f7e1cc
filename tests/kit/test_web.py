"""What people see when the machine under the product fails."""

from app.kit.db import make_engine


def test_without_a_database_there_is_a_reference_and_the_next_request_works(app, client, cast, sign_in, tmp_path):
    sign_in(cast.ma)
    app.testing = False
    alive = app.extensions["engine"]
    app.extensions["engine"] = make_engine(f"sqlite:///{tmp_path}/no/such/folder.db")

    response = client.get("/")
    assert response.status_code == 500
    assert "500" in response.text
    assert "Traceback" not in response.text

    app.extensions["engine"] = alive
    assert client.get("/").status_code == 200
