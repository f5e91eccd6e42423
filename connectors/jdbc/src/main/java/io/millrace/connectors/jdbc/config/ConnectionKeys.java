package io.millrace.connectors.jdbc.config;

import java.util.Map;

/** Reads the connection's concern from resolved values. */
public final class ConnectionKeys {
    private ConnectionKeys() {}

    /** The connection that the values describe; user and password of the address count when no key names them. */
    public static ConnectionConfig read(Map<String, String> values) {
        PostgresUrl url = PostgresUrl.parse(values.get(SinkKeys.URL));
        return new ConnectionConfig(
                url,
                values.get(SinkKeys.USER),
                values.get(SinkKeys.PASSWORD),
                Integer.parseInt(values.get(SinkKeys.CONNECT_TIMEOUT_MS)),
                Integer.parseInt(values.get(SinkKeys.STATEMENT_TIMEOUT_MS)),
                Integer.parseInt(values.get(SinkKeys.LOCK_TIMEOUT_MS)));
    }
}
