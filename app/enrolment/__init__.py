"""Signing residents up, alone or several at once; giving places back; who came. The workers' pages."""
