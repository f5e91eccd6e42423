package io.millrace.broker.server.node;

import io.millrace.broker.server.tls.CertificateNames;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;

/** Reads {@code ssl.*} of a listener, with Kafka's types and defaults. */
final class TlsProperties {

    static final String CLIENT_AUTH = "ssl.client.auth";
    static final String PRINCIPAL_RULES = "ssl.principal.mapping.rules";

    private static final List<String> CLIENT_AUTH_VALUES = List.of("required", "requested", "none");
    private static final ConfigDef DEFINITION = definition();

    private TlsProperties() {}

    static Map<String, Object> read(ListenerProperties properties, String listener) {
        Map<String, String> given = new HashMap<>();
        for (String name : DEFINITION.names()) {
            properties.find(name).filter(value -> !value.isEmpty()).ifPresent(value -> given.put(name, value));
        }
        given.computeIfPresent(CLIENT_AUTH, (name, value) -> value.toLowerCase(Locale.ROOT));
        if (!CLIENT_AUTH_VALUES.contains(given.getOrDefault(CLIENT_AUTH, "none"))) {
            throw new ConfigException(CLIENT_AUTH, given.get(CLIENT_AUTH), "must be required, requested or none");
        }
        if (!given.containsKey(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG)
                && !given.containsKey(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG)) {
            throw new ConfigException("Listener " + listener + " speaks TLS and has no keys; set "
                    + "ssl.keystore.location, or ssl.keystore.type=PEM with ssl.keystore.key and"
                    + " ssl.keystore.certificate.chain; PLAINTEXT on a loopback address needs none");
        }
        CertificateNames.of(given.getOrDefault(PRINCIPAL_RULES, "DEFAULT"));
        return DEFINITION.parse(given);
    }

    /** What was set at run time comes before what the properties say; an empty value is none, as in the properties. */
    static Map<String, Object> with(Map<String, Object> settings, Map<String, String> changes) {
        Map<String, Object> changed = new HashMap<>(settings);
        changes.forEach((name, value) -> changed.put(
                name,
                value.isEmpty()
                        ? DEFINITION.defaultValues().get(name)
                        : ConfigDef.parseType(
                                name, value, DEFINITION.configKeys().get(name).type)));
        return changed;
    }

    /** A broker without TLS knows the names all the same, so that they may stay in a file. */
    static void know(PropertyReader properties) {
        DEFINITION.names().forEach(properties::find);
    }

    /** Own classes are not loaded by name. */
    private static ConfigDef definition() {
        var all = new ConfigDef();
        SslConfigs.addClientSslSupport(all);
        var definition = new ConfigDef();
        all.configKeys().values().stream()
                .filter(key -> !key.name.equals(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG))
                .forEach(definition::define);
        return definition
                .define(
                        BrokerSecurityConfigs.SSL_ALLOW_DN_CHANGES_CONFIG,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        ConfigDef.Importance.LOW,
                        "")
                .define(
                        BrokerSecurityConfigs.SSL_ALLOW_SAN_CHANGES_CONFIG,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        ConfigDef.Importance.LOW,
                        "")
                .define(CLIENT_AUTH, ConfigDef.Type.STRING, "none", ConfigDef.Importance.MEDIUM, "")
                .define(PRINCIPAL_RULES, ConfigDef.Type.STRING, "DEFAULT", ConfigDef.Importance.LOW, "");
    }
}
