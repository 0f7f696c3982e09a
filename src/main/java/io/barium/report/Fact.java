package io.barium.report;

/**
 * Something found out about the actor.
 *
 * @param label in our words
 * @param value may quote the actor: hostile, shown bounded and escaped
 */
public record Fact(String label, String value) {}
