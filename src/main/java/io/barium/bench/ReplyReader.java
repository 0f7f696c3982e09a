package io.barium.bench;

import java.nio.ByteBuffer;

/**
 * Finds the end of an HTTP/1.1 reply that says its length, and its status; as little work as possible, because it
 * shares the processors with what is measured.
 */
final class ReplyReader {
    private static final byte[] LENGTH = {'c', 'o', 'n', 't', 'e', 'n', 't', '-', 'l', 'e', 'n', 'g', 't', 'h', ':'};
    private static final int MOST = 8 << 10;

    private final byte[] held = new byte[MOST];
    private int size;

    /**
     * Takes what came.
     *
     * @return the status when the reply is whole, otherwise 0
     */
    int take(ByteBuffer in) {
        int n = in.remaining();
        in.get(held, size, n);
        size += n;
        for (int i = 12; i + 3 < size; i++) {
            if (held[i] == '\r' && held[i + 1] == '\n' && held[i + 2] == '\r' && held[i + 3] == '\n') {
                if (size < i + 4 + bodyLength(i)) {
                    return 0;
                }
                size = 0;
                return (held[9] - '0') * 100 + (held[10] - '0') * 10 + held[11] - '0';
            }
        }
        return 0;
    }

    private int bodyLength(int headEnd) {
        for (int i = 12; i + LENGTH.length < headEnd; i++) {
            if (held[i] == '\n' && named(i + 1)) {
                int length = 0;
                for (int at = i + 1 + LENGTH.length; at < headEnd && held[at] != '\r'; at++) {
                    length = held[at] == ' ' ? length : length * 10 + held[at] - '0';
                }
                return length;
            }
        }
        return 0;
    }

    private boolean named(int at) {
        for (int i = 0; i < LENGTH.length; i++) {
            if ((held[at + i] | 0x20) != (LENGTH[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }
}
