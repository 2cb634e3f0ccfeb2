"""Where Finnish days and clocks are shown otherwise than Django does: short, as on a notice board."""

DATE_FORMAT = "j.n.Y"
DATETIME_FORMAT = r"j.n.Y \k\l\o G.i"
