"""Alembic's entry: run the asked migrations on the connection that `migrating.py` hands over, as one transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
