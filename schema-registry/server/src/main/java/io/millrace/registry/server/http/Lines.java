package io.millrace.registry.server.http;

/** An answer in lines, which are made as the client takes them. One thread at a time. */
interface Lines extends AutoCloseable {
    /** Whether there is another line. */
    boolean hasNext();

    /** The next line, without its end. */
    String next();

    /** Gives back what the lines hold; called once, also when the client has gone. */
    @Override
    void close();
}
