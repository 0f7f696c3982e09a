package io.barium.persona;

/**
 * An invented customer.
 *
 * @param identity name, locale and address
 * @param phone owned number, E.164
 * @param row what the support system gets
 */
public record Persona(Identity identity, String phone, CustomerRow row) {}
