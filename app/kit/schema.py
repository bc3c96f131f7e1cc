"""The whole schema at once, from the models: for tests. Migrations must lead to the same."""

import sqlalchemy as sa
from sqlmodel import SQLModel

from app.kit.guard import scope_of
from app.kit.scopes import policies


def create(engine: sa.Engine, app_role: str = "") -> None:
    """Create every table with its triggers, and on PostgreSQL its policies and the application role's rights."""
    SQLModel.metadata.create_all(engine)
    if engine.dialect.name != "postgresql":
        return
    with engine.begin() as connection:
        for table in SQLModel.metadata.sorted_tables:
            for statement in policies(table.name, scope_of(table)):
                connection.exec_driver_sql(statement)
        if app_role:
            connection.exec_driver_sql(
                f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app_role}"
            )
            connection.exec_driver_sql(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app_role}")
