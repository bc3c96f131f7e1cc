"""The life of one joint meeting: planned, confirmed with a venue, convened, held, written up."""
