package io.millrace.connectors.cdc.doctor;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Opens a read-only session; every wait has a limit, so a wrong host answers within seconds. */
final class SourceLogin {

    static final int CONNECT_TIMEOUT_SECONDS = 5;
    private static final int LOGIN_TIMEOUT_SECONDS = 8;
    private static final int ANSWER_TIMEOUT_SECONDS = 15;

    /** What goes into the address of the driver must not be able to add parameters to it. */
    private static final Pattern HOSTS = Pattern.compile("[A-Za-z0-9._:\\[\\],-]+");

    private static final List<PGProperty> TLS = List.of(
            PGProperty.SSL_MODE,
            PGProperty.SSL_CERT,
            PGProperty.SSL_KEY,
            PGProperty.SSL_PASSWORD,
            PGProperty.SSL_ROOT_CERT,
            PGProperty.SSL_FACTORY);

    private SourceLogin() {}

    static boolean isHost(String host) {
        return HOSTS.matcher(host).matches();
    }

    static Connection open(SourceSettings settings, String database) throws SQLException {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, settings.user());
        PGProperty.PASSWORD.set(properties, settings.all().get("database.password"));
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_TIMEOUT_SECONDS);
        PGProperty.LOGIN_TIMEOUT.set(properties, LOGIN_TIMEOUT_SECONDS);
        PGProperty.SOCKET_TIMEOUT.set(properties, ANSWER_TIMEOUT_SECONDS);
        PGProperty.APPLICATION_NAME.set(properties, "millrace_doctor");
        PGProperty.READ_ONLY.set(properties, true);
        for (PGProperty property : TLS) {
            String value = settings.all().get("database." + property.getName());
            if (value != null) {
                property.set(properties, value);
            }
        }
        String url = "jdbc:postgresql://" + settings.host() + ":" + settings.port() + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8);
        Connection connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("the driver does not know the address " + settings.host() + ":" + settings.port());
        }
        return connection;
    }
}
