package io.barium.casework;

/** Names a call: ids are unique within a source only. */
record CallKey(String source, String callId) {}
