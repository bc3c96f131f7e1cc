"""毗邻党建联合体: founding one, changing it, its defaults. Nothing of it happens without every town's key."""
