package io.barium.mail.imap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the TCP sockets of a mailbox's connections, below TLS, and keeps the newest at hand: a thread that waits for
 * the server can be woken by nothing but the end of its socket.
 */
final class CuttableSocket extends SocketFactory {
    private static final Logger log = LoggerFactory.getLogger(CuttableSocket.class);

    private volatile @Nullable Socket newest;
    private volatile boolean shut;

    @Override
    public Socket createSocket() throws IOException {
        Socket socket = new Socket();
        newest = socket;
        if (shut) {
            socket.close();
        }
        return socket;
    }

    /** How long a read may take from now on. */
    void patience(Duration patience) throws SocketException {
        Socket socket = newest;
        if (socket != null) {
            socket.setSoTimeout((int) Math.max(1, patience.toMillis()));
        }
    }

    /** Ends the newest connection, from any thread. */
    void cut() {
        Socket socket = newest;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                log.debug("imap socket was closed already", e);
            }
        }
    }

    /** Ends the newest connection and every later one. */
    void shut() {
        shut = true;
        cut();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw connectedElsewhere();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        throw connectedElsewhere();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw connectedElsewhere();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        throw connectedElsewhere();
    }

    private static SocketException connectedElsewhere() {
        return new SocketException("sockets are connected by the mail library, with its timeout");
    }
}
