"""The demo clinic: everything in it is invented, and dated around the day it is loaded."""
