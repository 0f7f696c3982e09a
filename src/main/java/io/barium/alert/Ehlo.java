package io.barium.alert;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a relay answers to EHLO. The mail client goes on with HELO when that is refused, and then takes the relay for
 * one that has neither STARTTLS nor logins.
 */
final class Ehlo {
    private static final String END = "\r\n";

    private final NetSocket socket;
    private final Promise<List<String>> answer = Promise.promise();
    private final List<String> lines = new ArrayList<>();
    private boolean greeted;

    private Ehlo(NetSocket socket) {
        this.socket = socket;
    }

    /** Asks once; the lines of the answer, or of a greeting that is a refusal. Fails with the connection. */
    static Future<List<String>> ask(Vertx vertx, String host, int port, int connectMs) {
        NetClient client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(connectMs));
        return client.connect(port, host)
                .compose(socket -> new Ehlo(socket).answer())
                .eventually(client::close);
    }

    private Future<List<String>> answer() {
        socket.handler(RecordParser.newDelimited(END, this::line));
        socket.exceptionHandler(answer::tryFail);
        socket.closeHandler(v -> answer.tryFail(new IOException("closed before EHLO was answered")));
        return answer.future();
    }

    private void line(Buffer buffer) {
        String line = buffer.toString();
        lines.add(line);
        if (line.length() > 3 && line.charAt(3) == '-') {
            return;
        }
        if (greeted || !line.startsWith("2")) {
            answer.tryComplete(List.copyOf(lines));
        } else {
            greeted = true;
            lines.clear();
            socket.write("EHLO localhost" + END);
        }
    }
}
