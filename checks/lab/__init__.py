"""ResearchHub's reference deployment: two colours behind a reverse proxy, under counted load."""
