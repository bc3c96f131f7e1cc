"""好差评: what residents say of a service they were at, once and without a name."""
