package io.barium.mail.imap;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes TCP connections on to a server, until it is shut; keeps in mind what clients said. */
final class Gate implements AutoCloseable {
    private final ServerSocket door;
    private final int to;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    /** Connections so far. */
    final AtomicInteger connections = new AtomicInteger();

    private volatile boolean shut;
    private volatile String from = "";
    private volatile String into = "";

    Gate(int to) {
        this.to = to;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** All that clients said. */
    String said() {
        return String.join("", said);
    }

    /** Ends all connections and every new one, until it is opened. */
    void shut() {
        shut = true;
        open.forEach(Gate::close);
    }

    void open() {
        shut = false;
    }
    /** Changes what passes, either way. */
    void garble(String words, String otherWords) {
        into = otherWords;
        from = words;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                connections.incrementAndGet();
                if (shut) {
                    client.close();
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), to);
                open.add(client);
                open.add(server);
                thread(() -> pass(client, server, true));
                thread(() -> pass(server, client, false));
            } catch (IOException e) {
                // Closed, or the server is not there: the client sees the same.
            }
        }
    }

    private void pass(Socket source, Socket target, boolean client) {
        byte[] bytes = new byte[8192];
        try (source;
                target) {
            InputStream in = source.getInputStream();
            OutputStream out = target.getOutputStream();
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                String text = new String(bytes, 0, n, StandardCharsets.ISO_8859_1);
                if (client) {
                    said.add(text);
                }
                String passed = from.isEmpty() ? text : text.replace(from, into);
                out.write(passed.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
        } catch (IOException e) {
            // One side is gone, so both are.
        } finally {
            open.remove(source);
            open.remove(target);
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "gate");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(Gate::close);
    }
}
