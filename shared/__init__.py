"""What more than one function needs: the domain, the table, the configuration."""
