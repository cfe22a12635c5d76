"""The demo region: a whole city invented around real counts and real studies."""
