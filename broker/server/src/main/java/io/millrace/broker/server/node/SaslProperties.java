package io.millrace.broker.server.node;

import io.millrace.broker.network.AdmissionLimits;
import io.millrace.broker.server.sasl.MechanismSettings;
import io.millrace.broker.server.sasl.OAuthSettings;
import io.millrace.broker.server.sasl.SaslMechanisms;
import io.millrace.broker.server.sasl.SaslSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;

/** Reads {@code sasl.*} of a listener. */
final class SaslProperties {

    private static final String ENABLED = "sasl.enabled.mechanisms";
    private static final String OAUTHBEARER = "OAUTHBEARER";
    private static final String OAUTH = "sasl.oauthbearer.";
    private static final String KEYS = OAUTH + "jwks.endpoint.url";
    private static final String ALLOWED = OAUTH + "allowed.urls";

    private static final String FAILURE_DELAY = "connection.failed.authentication.delay.ms";
    private static final String FRAME_BYTES = "sasl.server.max.receive.size";
    private static final String TIMEOUT = "connection.authentication.timeout.ms";
    private static final int DEFAULT_FRAME_BYTES = 64 << 10;
    private static final long DEFAULT_TIMEOUT_MS = 10_000;

    private SaslProperties() {}

    static SaslSettings read(ListenerProperties properties, String listener) {
        List<String> enabled = properties.list(ENABLED);
        if (enabled.isEmpty()) {
            throw new ConfigException("Listener " + listener + " speaks SASL; set " + ENABLED + " to some of "
                    + String.join(", ", SaslMechanisms.SERVED) + " (GSSAPI, Kafka's default, is not served)");
        }
        List<MechanismSettings> mechanisms = new ArrayList<>();
        for (String name : enabled) {
            if (!SaslMechanisms.SERVED.contains(name)) {
                throw new ConfigException(ENABLED, name, "must be some of " + String.join(", ", SaslMechanisms.SERVED));
            }
            mechanisms.add(new MechanismSettings(
                    name,
                    properties.find(name, "sasl.jaas.config").filter(value -> !value.isEmpty()),
                    properties.number(name, "connections.max.reauth.ms", 0, 0)));
        }
        return new SaslSettings(
                mechanisms,
                enabled.contains(OAUTHBEARER) ? Optional.of(oauth(properties)) : Optional.empty(),
                strangers(properties),
                properties.number(FAILURE_DELAY, 100, 0, 60_000));
    }

    private static AdmissionLimits strangers(ListenerProperties properties) {
        return new AdmissionLimits(
                (int) properties.number(FRAME_BYTES, DEFAULT_FRAME_BYTES, 1_024, Integer.MAX_VALUE),
                properties.number(TIMEOUT, DEFAULT_TIMEOUT_MS, 10, Integer.MAX_VALUE));
    }

    /** A broker without SASL knows the names all the same, so that they may stay in a file. */
    static void know(PropertyReader properties) {
        List.of(ENABLED, "sasl.jaas.config", "connections.max.reauth.ms", FAILURE_DELAY, FRAME_BYTES, TIMEOUT)
                .forEach(properties::find);
        // One broker does not authenticate with itself.
        properties.find("sasl.mechanism.inter.broker.protocol");
        List.of(
                        "jwks.endpoint.url",
                        "allowed.urls",
                        "jwks.endpoint.refresh.ms",
                        "jwks.endpoint.retry.backoff.ms",
                        "jwks.endpoint.retry.backoff.max.ms",
                        "expected.audience",
                        "expected.issuer",
                        "sub.claim.name",
                        "scope.claim.name",
                        "clock.skew.seconds")
                .forEach(name -> properties.find(OAUTH + name));
    }

    private static OAuthSettings oauth(ListenerProperties properties) {
        List<String> allowed = properties.list(ALLOWED);
        return new OAuthSettings(
                keys(properties.text(KEYS, ""), allowed),
                properties.number(OAUTH + "jwks.endpoint.refresh.ms", 3_600_000, 1_000, Long.MAX_VALUE),
                properties.number(OAUTH + "jwks.endpoint.retry.backoff.ms", 100, 1, Long.MAX_VALUE),
                properties.number(OAUTH + "jwks.endpoint.retry.backoff.max.ms", 10_000, 1, Long.MAX_VALUE),
                properties.list(OAUTH + "expected.audience"),
                properties.find(OAUTH + "expected.issuer").filter(value -> !value.isEmpty()),
                properties.text(OAUTH + "sub.claim.name", "sub"),
                properties.text(OAUTH + "scope.claim.name", "scope"),
                (int) properties.number(OAUTH + "clock.skew.seconds", 30, 0, 3_600));
    }

    /** Whoever may set the address of keys decides who gets in, so anything but https must be allowed by name. */
    private static URI keys(String url, List<String> allowed) {
        if (url.isEmpty()) {
            throw new ConfigException(KEYS + " is missing: mechanism OAUTHBEARER needs the public keys of the issuer");
        }
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(KEYS, url, "is no address");
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !((scheme.equals("file") || scheme.equals("http")) && allowed.contains(url))) {
            throw new ConfigException(
                    KEYS, url, "must begin with https://; a file:// or http:// address must stand in " + ALLOWED);
        }
        return uri;
    }
}
