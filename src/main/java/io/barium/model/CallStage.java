package io.barium.model;

/** Which report of a call this is. */
public enum CallStage {
    /** The call reaches us. */
    INCOMING,
    /** Its state changed: answered, ended, failed. */
    STATUS,
    /** A recording is there. */
    RECORDING,
    /** A transcription is there. */
    TRANSCRIPTION
}
