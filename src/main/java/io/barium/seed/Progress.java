package io.barium.seed;

/** Told how far a long piece of work has come. */
@FunctionalInterface
public interface Progress {
    /** Nobody looks. */
    Progress NONE = (label, done, total) -> {};

    /**
     * So far.
     *
     * @param label what is being done, in a word or two
     * @param done of it
     * @param total of it
     */
    void at(String label, long done, long total);
}
