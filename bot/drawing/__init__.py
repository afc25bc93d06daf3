"""A season as a picture. `rows` decides what stands on a line, `canvas` knows Pillow, `season` puts it together."""
