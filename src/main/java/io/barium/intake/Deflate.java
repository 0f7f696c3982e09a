package io.barium.intake;

import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.Deflater;

/** Packs raw bytes as RFC 1951 has it; {@link Raw} gives them back. */
final class Deflate {
    /**
     * Smaller bodies are kept as they are, in a stored block (RFC 1951 section 3.2.4): a provider's form of 2 KB would
     * shrink by a third and take longer to shrink than to be received, checked and read.
     */
    static final int STORED_BELOW = 4 << 10;

    private static final int BLOCK_HEADER = 5;

    /** Making a deflater costs as much as using it on a small mail; each holds a quarter of a megabyte. */
    private static final ArrayBlockingQueue<Deflater> IDLE =
            new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());

    private Deflate() {}

    /** The bytes, packed. */
    static byte[] of(byte[] raw) {
        return raw.length < STORED_BELOW ? stored(raw) : deflated(raw);
    }

    private static byte[] stored(byte[] raw) {
        byte[] out = new byte[BLOCK_HEADER + raw.length];
        out[0] = 1;
        out[1] = (byte) raw.length;
        out[2] = (byte) (raw.length >> 8);
        out[3] = (byte) ~raw.length;
        out[4] = (byte) (~raw.length >> 8);
        System.arraycopy(raw, 0, out, BLOCK_HEADER, raw.length);
        return out;
    }

    private static byte[] deflated(byte[] raw) {
        Deflater idle = IDLE.poll();
        Deflater deflater = idle == null ? new Deflater(Deflater.BEST_SPEED, true) : idle;
        deflater.setInput(raw);
        deflater.finish();
        byte[] out = new byte[raw.length / 2 + 64];
        int length = 0;
        while (!deflater.finished()) {
            if (length == out.length) {
                out = Arrays.copyOf(out, out.length + raw.length / 2 + 64);
            }
            length += deflater.deflate(out, length, out.length - length);
        }
        deflater.reset();
        if (!IDLE.offer(deflater)) {
            deflater.end();
        }
        return length == out.length ? out : Arrays.copyOf(out, length);
    }
}
