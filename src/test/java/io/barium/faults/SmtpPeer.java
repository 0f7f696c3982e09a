package io.barium.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A mail server of somebody outside: one message a connection, the same bytes at each attempt. */
final class SmtpPeer {
    private static final int TIMEOUT_MS = 15_000;

    private SmtpPeer() {}

    /** Delivers the event's mail; true when the service said 250 to its data. */
    static boolean deliver(Event event, Target target, String... to) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target.smtpPort()), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream out = socket.getOutputStream();
            boolean on = accepted(in)
                    && said(out, in, "EHLO outside.example")
                    && said(out, in, "MAIL FROM:<mallory@caller.example>");
            for (String recipient : to) {
                on = on && said(out, in, "RCPT TO:<" + recipient + ">");
            }
            return on && said(out, in, "DATA") && said(out, in, mail(event, to[0]) + "\r\n.");
        } catch (IOException e) {
            return false;
        }
    }

    private static String mail(Event event, String to) {
        return String.join(
                "\r\n",
                "From: Support <mallory@caller.example>",
                "To: " + to,
                "Subject: A question " + event.marker,
                "Message-ID: <" + event.marker + "@outside.example>",
                "Date: Fri, 14 Aug 2026 09:30:00 +0000",
                "",
                "Please call us back about your account.");
    }

    private static boolean said(OutputStream out, BufferedReader in, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return accepted(in);
    }

    private static boolean accepted(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        return line != null && (line.startsWith("2") || line.startsWith("3"));
    }
}
