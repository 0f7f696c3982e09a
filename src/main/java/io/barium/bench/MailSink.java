package io.barium.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** A relay that takes every mail and notes when it was whole. One thread a connection, of which there are few. */
final class MailSink implements AutoCloseable {

    /**
     * A mail.
     *
     * @param nanos {@link System#nanoTime()} when its final dot was read
     * @param text as it came, without soft line breaks
     */
    record Taken(long nanos, String text) {}

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Taken> taken = new CopyOnWriteArrayList<>();

    MailSink() throws IOException {
        Thread acceptor = new Thread(this::accept, "bench-sink");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    int port() {
        return server.getLocalPort();
    }

    /** The mails so far. */
    List<Taken> taken() {
        return taken;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                Thread talk = new Thread(() -> talk(socket), "bench-sink-talk");
                talk.setDaemon(true);
                talk.start();
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void talk(Socket socket) {
        try (socket;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
            say(socket, "220 sink ESMTP");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String verb = line.toUpperCase(Locale.ROOT);
                if (verb.startsWith("DATA")) {
                    say(socket, "354 go on");
                    take(in);
                    say(socket, "250 taken");
                } else if (verb.startsWith("QUIT")) {
                    say(socket, "221 bye");
                    return;
                } else {
                    say(socket, "250 sink");
                }
            }
        } catch (IOException e) {
            // The client hung up, which is its right at any time.
            return;
        }
    }

    private void take(BufferedReader in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            text.append(line).append('\n');
        }
        long now = System.nanoTime();
        taken.add(new Taken(now, text.toString().replace("=\n", "")));
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
