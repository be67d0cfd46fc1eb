"""Papers of the ledger: drawn from the rows whenever somebody asks for one, stored nowhere."""
