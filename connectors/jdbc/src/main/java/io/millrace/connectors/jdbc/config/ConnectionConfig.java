package io.millrace.connectors.jdbc.config;

import java.util.Properties;

/**
 * How to reach the target, with a bound on every wait.
 *
 * @param url the checked address
 * @param user the role to log in with, or null for the driver's own choice
 * @param password its password, or null
 * @param connectTimeoutMs bound for reaching the server and logging in
 * @param statementTimeoutMs bound for one statement
 * @param lockTimeoutMs bound for waiting for a lock of another session
 */
public record ConnectionConfig(
        PostgresUrl url,
        String user,
        String password,
        int connectTimeoutMs,
        int statementTimeoutMs,
        int lockTimeoutMs) {
    private static final int SOCKET_GRACE_MS = 30_000;

    /** What the driver is given; nothing of it comes from the address unchecked. */
    public Properties driverProperties(String applicationName) {
        Properties properties = new Properties();
        properties.putAll(url.properties());
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        String connectTimeoutSeconds = Integer.toString(Math.max(1, connectTimeoutMs / 1000));
        properties.putIfAbsent("connectTimeout", connectTimeoutSeconds);
        properties.putIfAbsent("loginTimeout", connectTimeoutSeconds);
        properties.putIfAbsent("socketTimeout", Integer.toString((statementTimeoutMs + SOCKET_GRACE_MS) / 1000));
        properties.putIfAbsent("tcpKeepAlive", "true");
        properties.putIfAbsent("ApplicationName", applicationName);
        return properties;
    }

    @Override
    public String toString() {
        return "ConnectionConfig[url=" + url + ", user=" + user + "]";
    }
}
