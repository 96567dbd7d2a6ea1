"""The operations room: playlists, keys of displays, the operator, live feeds."""
