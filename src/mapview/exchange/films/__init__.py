"""Films as files: each module writes one kind out of frames that come one after another."""
