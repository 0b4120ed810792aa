"""What every panel uses: looks, icons, words, small widgets."""
