package io.barium.faults;

/** Where a process of the service listens. */
record Target(int httpPort, int smtpPort) {

    String http() {
        return "http://127.0.0.1:" + httpPort;
    }
}
