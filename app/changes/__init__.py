"""会议变更: postponing, cancelling, and meetings outside the rotation, alone or with the keys of all."""
