"""The tables of ResearchHub as the application reads them; migrations make them."""

from sqlalchemy import Column, Float, ForeignKey, Integer, MetaData, Table, Text

metadata = MetaData()

papers = Table(
    "papers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("authors", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("citations", Integer, nullable=False, default=0),
)

projects = Table(
    "projects",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("about", Text, nullable=False),
)

project_papers = Table(
    "project_papers",
    metadata,
    Column("project", Integer, ForeignKey("projects.id"), primary_key=True),
    Column("paper", Integer, ForeignKey("papers.id"), primary_key=True),
)

keys = Table(
    "keys",
    metadata,
    Column("name", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("digest", Text, nullable=False, unique=True),
    Column("revoked", Integer, nullable=False, default=0),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("outcome", Integer, nullable=False),
    Column("digest", Text, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", Float, nullable=False),
    Column("name", Text, nullable=False),
    Column("visitor", Text, nullable=False),
    Column("synthetic", Integer, nullable=False),
)

faults = Table(
    "faults",
    metadata,
    Column("fingerprint", Text, primary_key=True),
    Column("category", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("route", Text, nullable=False),
    Column("release", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("visitors", Text, nullable=False),
    Column("first", Float, nullable=False),
    Column("last", Float, nullable=False),
    Column("resolved", Float),
    Column("stack", Text, nullable=False),
    Column("context", Text, nullable=False),
    Column("reproduce", Text, nullable=False),
)
