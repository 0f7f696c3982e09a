package io.barium.persona;

/**
 * A person's name as the person writes it.
 *
 * @param given given name
 * @param family family name
 */
public record PersonName(String given, String family) {}
