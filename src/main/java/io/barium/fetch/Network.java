package io.barium.fetch;

import io.vertx.core.http.HttpClientOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** The network as the fetcher sees it; tests put their own in its place. */
public interface Network {
    /** The internet. */
    Network INTERNET = new Network() {
        @Override
        public List<InetAddress> resolve(String host) throws UnknownHostException {
            return List.of(InetAddress.getAllByName(host));
        }

        @Override
        public boolean isPublic(InetAddress address) {
            return PublicAddress.is(address);
        }

        @Override
        public int port() {
            return 443;
        }

        @Override
        public HttpClientOptions client() {
            return new HttpClientOptions();
        }
    };

    /** All addresses of a host; blocks. */
    List<InetAddress> resolve(String host) throws UnknownHostException;

    /** Whether an address is outside of everybody's own networks. */
    boolean isPublic(InetAddress address);

    /** Where https is served; a URL that names another port is refused. */
    int port();

    /** What is trusted. */
    HttpClientOptions client();
}
