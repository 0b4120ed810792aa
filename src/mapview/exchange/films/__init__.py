"""Films as files: each module writes one kind out of frames that come one after another."""

#: Without the first dot; :mod:`mapview.exchange.films.kinds` has what writes each.
FILM_EXTENSIONS = ("gif", "webp", "mp4", "frames.zip")
