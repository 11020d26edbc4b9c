"""Tools that an agent calls over the Model Context Protocol."""
