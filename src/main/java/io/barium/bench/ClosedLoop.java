package io.barium.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The load generator: on each of its keep-alive connections the next request goes out when the reply to the one before
 * is here. One thread, no library, so that most of the machine is left to what is measured.
 */
final class ClosedLoop implements AutoCloseable {
    private static final long LAST_REPLIES_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final int LOST = 0;

    private static final class Connection {
        final SocketChannel channel;
        final SelectionKey key;
        final ReplyReader reader = new ReplyReader();
        final ByteBuffer out;
        long sent;
        boolean waiting;

        Connection(SocketChannel channel, SelectionKey key, int requestSize) {
            this.channel = channel;
            this.key = key;
            this.out = ByteBuffer.allocateDirect(requestSize);
        }
    }

    private final Selector selector = Selector.open();
    private final List<Connection> connections = new ArrayList<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(32 << 10);
    private final Requests requests;
    private final byte[] scratch;
    private final long[] nanos;
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private int next;
    private int answered;
    private int waiting;

    /**
     * Connects.
     *
     * @param requests to send, each once
     */
    ClosedLoop(int port, int size, Requests requests) throws IOException {
        this.requests = requests;
        this.scratch = new byte[requests.template().size()];
        this.nanos = new long[requests.count()];
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        for (int i = 0; i < size; i++) {
            SocketChannel channel = SocketChannel.open(address);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            Connection connection = new Connection(channel, key, scratch.length);
            key.attach(connection);
            connections.add(connection);
        }
    }

    /** Sends for so long, or until no request is left, and waits for the last replies. */
    Slice run(double seconds) throws IOException {
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        for (Connection connection : connections) {
            send(connection);
        }
        long now = start;
        while (waiting > 0 && next < requests.count() && now < end) {
            selector.select(key -> ready(key, true), Math.max(1, (end - now) / 1_000_000));
            now = System.nanoTime();
        }
        int inTime = answered;
        double lasted = (now - start) / 1e9;
        long patience = now + LAST_REPLIES_NANOS;
        while (waiting > 0 && System.nanoTime() < patience) {
            selector.select(key -> ready(key, false), 100);
        }
        if (waiting > 0) {
            statuses.merge(LOST, waiting, Integer::sum);
        }
        return new Slice(lasted, inTime, statuses, Slice.sorted(nanos, answered));
    }

    private void ready(SelectionKey key, boolean goOn) {
        Connection connection = (Connection) key.attachment();
        try {
            if (key.isWritable()) {
                flush(connection);
            }
            if (key.isReadable() && replied(connection) && goOn) {
                send(connection);
            }
        } catch (IOException e) {
            lost(connection);
        }
    }

    private boolean replied(Connection connection) throws IOException {
        in.clear();
        if (connection.channel.read(in) < 0) {
            lost(connection);
            return false;
        }
        int status = connection.reader.take(in.flip());
        if (status == 0 || !connection.waiting) {
            return false;
        }
        nanos[answered++] = System.nanoTime() - connection.sent;
        statuses.merge(status, 1, Integer::sum);
        connection.waiting = false;
        waiting--;
        return true;
    }

    private void send(Connection connection) throws IOException {
        if (next == requests.count()) {
            return;
        }
        requests.put(next++, scratch);
        connection.out.clear().put(scratch).flip();
        connection.sent = System.nanoTime();
        connection.waiting = true;
        waiting++;
        flush(connection);
    }

    private static void flush(Connection connection) throws IOException {
        connection.channel.write(connection.out);
        connection.key.interestOps(
                connection.out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /** The other side hung up. */
    private void lost(Connection connection) {
        connection.key.cancel();
        if (connection.waiting) {
            connection.waiting = false;
            waiting--;
            statuses.merge(LOST, 1, Integer::sum);
        }
    }

    @Override
    public void close() throws IOException {
        for (Connection connection : connections) {
            connection.channel.close();
        }
        selector.close();
    }
}
