package io.barium.model;

/**
 * A link whose text shows another domain than it leads to.
 *
 * @param shown the host that its text shows, lower-case
 * @param target where it leads, as written
 */
public record DisguisedLink(String shown, String target) {}
