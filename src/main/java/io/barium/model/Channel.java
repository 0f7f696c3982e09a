package io.barium.model;

/** The way a contact came in. */
public enum Channel {
    MAIL,
    CALL,
    SMS
}
