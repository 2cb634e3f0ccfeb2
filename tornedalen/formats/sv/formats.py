"""Where Swedish days and clocks are shown otherwise than Django does: the time after “kl.”, with a stop."""

TIME_FORMAT = "H.i"
DATETIME_FORMAT = r"j F Y \k\l. H.i"
