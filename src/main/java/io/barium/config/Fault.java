package io.barium.config;

/**
 * One thing wrong with the settings.
 *
 * @param path of the setting, as in {@code sources[1].secrets}
 * @param expected what should stand there, and what does
 */
public record Fault(String path, String expected) {

    @Override
    public String toString() {
        return path + ": " + expected;
    }
}
