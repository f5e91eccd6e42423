package io.millrace.bench.peer;

import java.io.IOException;

/**
 * A server that keeps its data in another one that nobody else uses: what both take is what the first one costs.
 *
 * @param server the one that is asked
 * @param storage what it writes to
 */
record ServerWithStorage(ServerProcess server, ServerProcess storage) implements Server {

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public double secondsAlive() {
        return server.secondsAlive();
    }

    @Override
    public double cpuSeconds() throws IOException {
        return server.cpuSeconds() + storage.cpuSeconds();
    }

    @Override
    public double compilerSeconds() throws IOException {
        return server.compilerSeconds() + storage.compilerSeconds();
    }

    @Override
    public double residentMb() throws IOException {
        return server.residentMb() + storage.residentMb();
    }

    @Override
    public void requireAlive() throws IOException {
        storage.requireAlive();
        server.requireAlive();
    }

    @Override
    public void close() {
        server.close();
        storage.close();
    }
}
