package io.barium.model;

/** Result of one authentication method, in the terms of RFC 8601 section 2.7. */
public enum AuthResult {
    NONE,
    PASS,
    FAIL,
    SOFTFAIL,
    NEUTRAL,
    POLICY,
    TEMPERROR,
    PERMERROR
}
