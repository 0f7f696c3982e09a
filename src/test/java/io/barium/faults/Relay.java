package io.barium.faults;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Writer;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The SOC's mail relay, as a server whose faults can be chosen. */
final class Relay implements AutoCloseable {
    /** How it behaves. */
    enum Mode {
        NORMAL,
        /** Nobody listens. */
        REFUSING,
        /** 451 to each recipient. */
        TEMPORARY,
        /** 550 to each recipient. */
        PERMANENT,
        /** Takes the connection and says nothing. */
        HANGING,
        /** Hangs up in the middle of the mail. */
        CLOSING_MID_DATA,
        /** Takes the mail, hangs up before it says so: the one case in which a sender must send twice. */
        LOSING_REPLIES
    }

    private static final int LINES_BEFORE_CLOSING = 5;

    private final List<AlertMail> mails = new CopyOnWriteArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final int port;
    private volatile Mode mode = Mode.NORMAL;
    private ServerSocket listener;

    Relay() throws IOException {
        listener = listen(0);
        port = listener.getLocalPort();
    }

    int port() {
        return port;
    }

    List<AlertMail> mails() {
        return List.copyOf(mails);
    }

    /** Behaves so from now on. A relay that hung is restarted, which closes its connections. */
    synchronized void become(Mode next) throws IOException {
        Mode before = mode;
        mode = next;
        if (next == Mode.REFUSING || before == Mode.HANGING) {
            listener.close();
            for (Socket s : connections) {
                s.close();
            }
        }
        if (listener.isClosed() && next != Mode.REFUSING) {
            // A thread that was still accepting gives the port back when it has noticed.
            await().ignoreException(BindException.class).until(() -> {
                listener = listen(port);
                return true;
            });
        }
    }

    private ServerSocket listen(int on) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), on));
        thread(() -> {
            while (true) {
                Socket peer = socket.accept();
                connections.add(peer);
                thread(() -> serve(peer));
            }
        });
        return socket;
    }

    /** What a thread of the relay does; it ends with its socket. */
    private interface Work {
        void run() throws IOException;
    }

    private static void thread(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException ended) {
                        return;
                    }
                },
                "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket peer) throws IOException {
        try (peer;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(peer.getInputStream(), StandardCharsets.ISO_8859_1))) {
            OutputStream out = peer.getOutputStream();
            if (mode == Mode.HANGING) {
                in.transferTo(Writer.nullWriter());
                return;
            }
            say(out, "220 relay.example ESMTP");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (mode == Mode.HANGING) { // connections that were kept open hang too
                    in.transferTo(Writer.nullWriter());
                    return;
                }
                String verb = line.length() < 4 ? line : line.substring(0, 4).toUpperCase(Locale.ROOT);
                if (verb.equals("DATA")) {
                    say(out, "354 go on");
                    if (!take(in)) {
                        return;
                    }
                }
                say(out, answer(verb));
                if (verb.equals("QUIT")) {
                    return;
                }
            }
        } finally {
            connections.remove(peer);
        }
    }

    private String answer(String verb) {
        return switch (verb) {
            case "RCPT" ->
                switch (mode) {
                    case TEMPORARY -> "451 4.7.1 try again later";
                    case PERMANENT -> "550 5.7.1 not accepted here";
                    default -> "250 2.1.5 ok";
                };
            case "QUIT" -> "221 2.0.0 bye";
            default -> "250 2.0.0 ok";
        };
    }

    /** Takes a mail; false when the connection is to be closed without an answer. */
    private boolean take(BufferedReader in) throws IOException {
        StringBuilder mail = new StringBuilder();
        int lines = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals(".")) {
                mails.add(AlertMail.of(mail.toString()));
                return mode != Mode.LOSING_REPLIES;
            }
            mail.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
            lines++;
            if (mode == Mode.CLOSING_MID_DATA && lines == LINES_BEFORE_CLOSING) {
                return false;
            }
        }
        return false;
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        become(Mode.REFUSING);
    }
}
