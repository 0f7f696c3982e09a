package io.barium.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes TCP connections on to a server. When it is cut, those that stand carry nothing any more and do not end, as
 * when a host is gone and its address is taken over by another: who waits for an answer waits for ever. New ones pass.
 */
final class Cable implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final Set<Socket> servers = ConcurrentHashMap.newKeySet();
    private final int to;

    Cable(int to) throws IOException {
        this.to = to;
        thread(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    void cut() {
        servers.forEach(server -> {
            servers.remove(server);
            close(server);
        });
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), to);
                clients.add(client);
                servers.add(server);
                thread(() -> pass(client, server, server));
                thread(() -> pass(server, client, server));
            } catch (IOException e) {
                // Closed, or the server is not there: the client sees the same.
            }
        }
    }

    private void pass(Socket source, Socket target, Socket server) {
        byte[] bytes = new byte[16 << 10];
        try {
            InputStream in = source.getInputStream();
            OutputStream out = target.getOutputStream();
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                out.write(bytes, 0, n);
                out.flush();
            }
        } catch (IOException e) {
            // One side is gone. If nobody has cut it, so is the other.
        }
        if (servers.remove(server)) {
            close(source);
            close(target);
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "cable");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        clients.forEach(Cable::close);
        servers.forEach(Cable::close);
    }
}
