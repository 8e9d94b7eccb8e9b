"""SE4U: one open system to organise civil society against transnational organised crime."""
