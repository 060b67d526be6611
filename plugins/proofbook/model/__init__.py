"""The frozen records in which the stages of Proofbook meet; nothing here does any work."""
