package io.barium.persona;

/**
 * A name and its address, and the real row whose structure they follow.
 *
 * @param locale of the name
 * @param email as it is to be written in the table
 * @param skeleton a real customer: lends gaps and habits, never identity
 */
public record Identity(PersonName name, String locale, String email, CustomerRow skeleton) {}
