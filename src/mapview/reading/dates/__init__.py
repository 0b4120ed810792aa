"""Date expressions of Arabic and English, from words to EDTF."""
