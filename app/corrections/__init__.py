"""更正 and 摘录: what may still be said about minutes that are issued and therefore never change."""
