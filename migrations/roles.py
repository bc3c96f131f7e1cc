"""PostgreSQL's two roles: the owner who migrates and backs up, and the application's, whom policies bind."""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

from config import Config


def open_to_roles(tables: Iterable[str], under_policy: Iterable[str]) -> None:
    """Grant the application's role what it needs, and let the owner see all rows for backups.

    With one role for both (DATABASE_OWNER_URL not set) nothing is granted and the owner too stays under the policies.
    """
    owner = op.get_bind().exec_driver_sql("SELECT current_user").scalar_one()
    role = sa.make_url(Config.DATABASE_URL).username
    if not role or role == owner:
        return
    for table in tables:
        op.execute(f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{table}" TO "{role}"')
    for table in under_policy:
        op.execute(f'CREATE POLICY owner_all ON "{table}" TO "{owner}" USING (true) WITH CHECK (true)')
