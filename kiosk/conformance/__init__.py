"""Whether a bureau's back end keeps the guarantees of the contract: asked of a test system, over the wire."""
