package io.millrace.bench.peer;

import java.io.IOException;

/** What answers on a port, in one process or in several that need each other, and what the system says of all of it. */
public interface Server extends AutoCloseable {

    /** On loopback, the one that is asked. */
    int port();

    /** Since the process that answers was started. */
    double secondsAlive();

    /** User and system time that was used so far, all threads, in steps of 10 ms. */
    double cpuSeconds() throws IOException;

    /** The part of it that the just-in-time compilers' present threads have used. */
    double compilerSeconds() throws IOException;

    /** Resident memory in MB. */
    double residentMb() throws IOException;

    /** Throws when something of it has ended by itself. */
    void requireAlive() throws IOException;

    @Override
    void close();
}
