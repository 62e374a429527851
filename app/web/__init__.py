"""The server's own answers: routes, middleware, assets, feeds; imports everything below."""
