package io.millrace.testing;

/** Where a PostgreSQL server of a test runs, whoever runs it. */
interface PostgresServer extends AutoCloseable {

    String host();

    int port();

    @Override
    void close();
}
