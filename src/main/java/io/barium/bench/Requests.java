package io.barium.bench;

/**
 * HTTP requests made and signed ahead, alike but for their ids and signatures. For one thread.
 *
 * @param template of head and body
 * @param values for each request
 */
record Requests(Template template, byte[][][] values) {

    int count() {
        return values.length;
    }

    /** Writes a request into a buffer that has room for {@link Template#size()}. */
    void put(int index, byte[] out) {
        template.put(out, values[index]);
    }
}
