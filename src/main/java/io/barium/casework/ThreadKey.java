package io.barium.casework;

/** Names a call: ids are unique within a source only. */
record ThreadKey(String source, String thread) {}
