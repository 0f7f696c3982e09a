package io.barium.alert;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An SMTP server over a raw socket that answers as told, so that relays can be had in every kind of bad shape. */
final class ScriptedRelay implements AutoCloseable {
    /** Instead of a reply: silence until the peer goes away. */
    static final String HANG = "(hang)";
    /** Instead of a reply: the connection is closed. */
    static final String CLOSE = "(close)";

    private static final Pattern ID = Pattern.compile("(?im)^Message-ID: *(<[^>]+>)");

    /** What to answer; {@code null} for what a healthy server would. */
    interface Script {
        /**
         * The reply to a command, whole with its code.
         *
         * @param command a line as it came; {@code CONNECT} before the greeting, {@code BODY} at the first line of a
         *     mail, {@code .} at its end
         */
        @Nullable
        String reply(String command);
    }

    /** A healthy server. */
    static final Script HEALTHY = command -> null;

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    /** Every command of every connection. */
    final List<String> commands = new CopyOnWriteArrayList<>();
    /** Mails of which the end has been seen, whatever was answered to it. */
    final List<String> mails = new CopyOnWriteArrayList<>();

    volatile Script script;

    ScriptedRelay(Script script) {
        this(script, 0);
    }

    ScriptedRelay(Script script, int port) {
        this.script = script;
        try {
            server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::accept);
    }

    /** A script that answers one command, named by how it begins, and is healthy otherwise. */
    static Script answering(String begin, String reply) {
        return command -> command.toUpperCase(Locale.ROOT).startsWith(begin) ? reply : null;
    }

    int port() {
        return server.getLocalPort();
    }

    long count(String begin) {
        return commands.stream()
                .filter(c -> c.toUpperCase(Locale.ROOT).startsWith(begin))
                .count();
    }

    List<String> messageIds() {
        return mails.stream()
                .map(ID::matcher)
                .filter(Matcher::find)
                .map(m -> m.group(1))
                .toList();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                thread(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            OutputStream out = socket.getOutputStream();
            boolean going = answer(in, out, "CONNECT", "220 relay.example ready");
            while (going) {
                String command = in.readLine();
                if (command == null) {
                    return;
                }
                going = answer(in, out, command, healthy(command));
                if (going && command.equals("DATA") && !refuses("DATA")) {
                    going = mail(in, out);
                }
            }
        } catch (IOException gone) {
            open.remove(socket);
        }
    }

    private boolean refuses(String command) {
        String reply = script.reply(command);
        return reply != null && !reply.startsWith("3");
    }

    private boolean mail(BufferedReader in, OutputStream out) throws IOException {
        StringBuilder mail = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals(".")) {
                mails.add(mail.toString());
                return answer(in, out, ".", "250 2.0.0 taken");
            }
            mail.append(line).append('\n');
            if (CLOSE.equals(script.reply("BODY"))) {
                return false;
            }
        }
        return false;
    }

    private boolean answer(BufferedReader in, OutputStream out, String command, String otherwise) throws IOException {
        commands.add(command);
        String scripted = script.reply(command);
        String reply = scripted == null ? otherwise : scripted;
        if (reply.equals(HANG)) {
            while (in.readLine() != null) {
                commands.add("(ignored)");
            }
            return false;
        }
        if (reply.equals(CLOSE)) {
            return false;
        }
        out.write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        return !reply.startsWith("221") && !reply.startsWith("421");
    }

    private static String healthy(String command) {
        String verb = command.toUpperCase(Locale.ROOT);
        if (verb.startsWith("EHLO")) {
            return "250-relay.example\r\n250-PIPELINING\r\n250 8BITMIME";
        }
        if (verb.equals("DATA")) {
            return "354 go ahead";
        }
        return verb.equals("QUIT") ? "221 bye" : "250 2.0.0 ok";
    }
}
