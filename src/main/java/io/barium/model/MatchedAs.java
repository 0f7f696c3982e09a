package io.barium.model;

/** How a contact touched a token. */
public enum MatchedAs {
    /** The mail reached the address. */
    RECIPIENT,
    /** The call or SMS reached the number. */
    CALLED,
    /** The subject of a mail quotes it. */
    QUOTED_IN_SUBJECT,
    /** The body of a mail or SMS quotes it. */
    QUOTED_IN_BODY,
    /** The transcription of a call quotes it. */
    QUOTED_IN_TRANSCRIPT
}
