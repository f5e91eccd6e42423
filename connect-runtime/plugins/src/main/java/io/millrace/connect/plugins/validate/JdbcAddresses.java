package io.millrace.connect.plugins.validate;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Addresses of databases that would make a driver load classes, read or write the worker's files, or look names up where
 * somebody likes (CVE-2022-21724 and its kin). Whatever key they stand under, and in settings that go to a driver too.
 */
final class JdbcAddresses {
    private static final String SCHEMES = "connector.jdbc.schemes";
    private static final String PERMITTED = "connector.jdbc.parameters.permitted";

    /** Databases that are servers. Those within a process, such as H2, Derby and SQLite, use the worker's own files. */
    private static final Set<String> USUAL_SCHEMES = Set.of(
            "postgresql",
            "mysql",
            "mariadb",
            "sqlserver",
            "oracle",
            "db2",
            "redshift",
            "snowflake",
            "vertica",
            "clickhouse",
            "sap",
            "trino");

    /** Names that drivers give to what they load, call, read or write; in small letters, without dashes and underscores. */
    private static final Set<String> REFUSED = Set.of(
            // PostgreSQL and what descends from it
            "socketfactoryarg",
            "sslfactoryarg",
            "sslhostnameverifier",
            "loggerfile",
            "loggerlevel",
            "jaasapplicationname",
            "inifile",
            "pluginname",
            "options",
            // MySQL and MariaDB
            "allowloadlocalinfile",
            "allowloadlocalinfileinpath",
            "allowurlinlocalinfile",
            "allowlocalinfile",
            "autodeserialize",
            "detectcustomcollations",
            "propertiestransform",
            "clientinfoprovider",
            "authenticationplugins",
            "defaultauthenticationplugin",
            "profilereventhandler",
            "loadbalanceexceptionchecker",
            "haloadbalancestrategy",
            "loadbalancestrategy",
            "useconfigs",
            "logger",
            "credentialtype",
            "serverrsapublickeyfile",
            // SQL Server
            "trustmanagerconstructorarg",
            "socketfactoryconstructorarg",
            "jaasconfigurationname",
            "clientkey",
            // Oracle
            "tnsadmin",
            "oracle.net.tnsadmin",
            "oracle.net.wallet.location",
            // DB2
            "tracefile",
            "tracedirectory",
            // H2, Derby, HSQLDB, SQLite, where an operator lets them in
            "init",
            "tracelevelfile",
            "create",
            "enableloadextension",
            "restorefrom",
            "createfrom",
            // Snowflake
            "clientconfigfile",
            "tracing");

    /** How such names end, in drivers that nobody here has heard of. */
    private static final List<String> REFUSED_ENDINGS =
            List.of("factory", "factoryclass", "class", "classname", "classes", "interceptors", "callback", "jndiname");

    private static final List<String> DRIVER_PREFIXES = List.of("driver.", "connection.", "database.", "jdbc.");
    private static final Pattern ADDRESS =
            Pattern.compile("^\\s*jdbc\\s*:\\s*([^:]*):.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern BREAKS = Pattern.compile("[?&;:,/()@#\\s]+");
    private static final Pattern LOOK_UP =
            Pattern.compile("\\b(ldaps?|rmi|iiop|dns|corba)://", Pattern.CASE_INSENSITIVE);
    private static final int DECODINGS_MAX = 3;
    private static final int LENGTH_MAX = 8_192;

    private final Set<String> schemes;
    private final Set<String> permitted;

    private JdbcAddresses(Set<String> schemes, Set<String> permitted) {
        this.schemes = schemes;
        this.permitted = permitted;
    }

    /** With what the worker allows beyond the usual. */
    static JdbcAddresses of(Map<String, String> workerConfig) {
        String schemes = workerConfig.get(SCHEMES);
        return new JdbcAddresses(
                schemes == null ? USUAL_SCHEMES : words(schemes), words(workerConfig.getOrDefault(PERMITTED, "")));
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.split(","))
                .map(JdbcAddresses::plain)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
    }

    /** Why a setting is refused; empty if it is not. Nothing of the value but a name is told. */
    Optional<String> reason(String key, String value) {
        if (value == null) {
            return Optional.empty();
        }
        var address = ADDRESS.matcher(value);
        if (address.matches()) {
            return addressReason(address.group(1), value);
        }
        return DRIVER_PREFIXES.stream()
                .filter(key::startsWith)
                .map(prefix -> key.substring(prefix.length()))
                .filter(name -> REFUSED.contains(plain(name)) || (key.startsWith("driver.") && isRefused(name)))
                .filter(name -> !permitted.contains(plain(name)) && !isCommon(name))
                .findFirst()
                .map(JdbcAddresses::parameter);
    }

    private Optional<String> addressReason(String scheme, String value) {
        String database = scheme.trim().toLowerCase(Locale.ROOT).replaceFirst("\\+.*", "");
        if (!schemes.contains(database)) {
            return Optional.of("Databases of the kind '" + shortened(database) + "' are not allowed; " + SCHEMES
                    + " of the worker names those that are: "
                    + schemes.stream().sorted().collect(Collectors.joining(", ")) + ".");
        }
        if (value.length() > LENGTH_MAX) {
            return Optional.of("An address of a database has at most " + LENGTH_MAX + " characters.");
        }
        String text = value;
        for (int i = 0; i <= DECODINGS_MAX; i++) {
            if (LOOK_UP.matcher(text).find()) {
                return Optional.of("An address of a database may not have one of a directory service in it.");
            }
            Optional<String> refused = Arrays.stream(BREAKS.split(text))
                    .map(JdbcAddresses::name)
                    .filter(name -> isRefused(name) && !permitted.contains(plain(name)))
                    .findFirst();
            if (refused.isPresent()) {
                return refused.map(JdbcAddresses::parameter);
            }
            text = decoded(text);
        }
        return Optional.empty();
    }

    private static String parameter(String name) {
        return "The setting '" + shortened(name) + "' of a database driver is not allowed, since it can load classes or"
                + " files; " + PERMITTED + " of the worker names those that are nevertheless.";
    }

    private static boolean isRefused(String name) {
        String plain = plain(name);
        return REFUSED.contains(plain) || REFUSED_ENDINGS.stream().anyMatch(plain::endsWith);
    }

    /** Keys of connectors that only sound like a driver's. */
    private static boolean isCommon(String name) {
        return name.equals("class") || name.equals("options");
    }

    /** What stands before the equals sign of a part of an address. */
    private static String name(String part) {
        int equals = part.indexOf('=');
        return equals < 0 ? "" : part.substring(0, equals);
    }

    private static String plain(String name) {
        return name.trim().toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Percent signs that mean nothing, as in a password.
            return text;
        }
    }

    private static String shortened(String name) {
        return name.length() > 60 ? name.substring(0, 60) + "..." : name;
    }
}
