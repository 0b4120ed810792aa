"""The claim model, its two clocks and its conflicts; knows no toolkit, no file and no format."""
