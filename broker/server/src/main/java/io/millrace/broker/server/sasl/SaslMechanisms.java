package io.millrace.broker.server.sasl;

import io.millrace.broker.metadata.image.ScramImage;
import io.millrace.broker.server.tls.FileWatch;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.security.auth.callback.CallbackHandler;
import javax.security.sasl.SaslServer;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.security.oauthbearer.internals.OAuthBearerSaslServer;
import org.apache.kafka.common.security.plain.internals.PlainSaslServer;
import org.apache.kafka.common.security.scram.internals.ScramSaslServer;

/** The mechanisms that one listener offers; each makes Kafka's own {@link SaslServer} for a new conversation. */
public final class SaslMechanisms implements AutoCloseable {

    static final String PLAIN = "PLAIN";
    static final String OAUTHBEARER = "OAUTHBEARER";

    /** What can be enabled. */
    public static final List<String> SERVED = List.of(PLAIN, "SCRAM-SHA-256", "SCRAM-SHA-512", OAUTHBEARER);

    private static final String JAAS = "sasl.jaas.config";

    private final Map<String, Mechanism> byName = new LinkedHashMap<>();
    private final long failureDelayMs;
    private Optional<IssuerKeys> issuerKeys = Optional.empty();

    /** One of them. */
    private record Mechanism(Supplier<SaslServer> servers, long maxReauthMs) {}

    private SaslMechanisms(long failureDelayMs) {
        this.failureDelayMs = failureDelayMs;
    }

    /** Users of SCRAM are looked up in the newest image, each time. */
    public static SaslMechanisms open(SaslSettings settings, Supplier<ScramImage> scram) {
        var mechanisms = new SaslMechanisms(settings.failureDelayMs());
        for (MechanismSettings mechanism : settings.mechanisms()) {
            mechanisms.byName.put(
                    mechanism.name(),
                    new Mechanism(mechanisms.servers(mechanism, settings.oauth(), scram), mechanism.maxReauthMs()));
        }
        return mechanisms;
    }

    private Supplier<SaslServer> servers(
            MechanismSettings mechanism, Optional<OAuthSettings> oauth, Supplier<ScramImage> scram) {
        if (mechanism.name().equals(PLAIN)) {
            var users = configured(mechanism, JaasEntry.PLAIN, entry -> new PlainUsers(entry.options()))
                    .orElseThrow(() -> new ConfigException(JAAS + " is missing: mechanism PLAIN takes its users from "
                            + JaasEntry.PLAIN + " required user_NAME=\"PASSWORD\";"));
            return () -> new PlainSaslServer(users);
        }
        if (mechanism.name().equals(OAUTHBEARER)) {
            Map<String, String> trust = configured(mechanism, JaasEntry.OAUTHBEARER, IssuerTrust::options)
                    .orElse(Map.of());
            OAuthSettings issuer = oauth.orElseThrow(() -> new ConfigException(
                    "sasl.oauthbearer.jwks.endpoint.url is missing: OAUTHBEARER needs the keys of the issuer"));
            IssuerKeys keys = IssuerKeys.open(issuer, trust);
            issuerKeys = Optional.of(keys);
            CallbackHandler tokens = new BearerTokens(new TokenCheck(issuer, keys));
            return () -> new OAuthBearerSaslServer(tokens);
        }
        configured(mechanism, JaasEntry.SCRAM, JaasEntry::module);
        var users = new ScramUsers(ScramMechanism.fromMechanismName(mechanism.name()), scram);
        return () -> scramServer(mechanism.name(), users);
    }

    private static SaslServer scramServer(String mechanism, CallbackHandler users) {
        try {
            return new ScramSaslServer(
                    org.apache.kafka.common.security.scram.internals.ScramMechanism.forMechanismName(mechanism),
                    Map.of(),
                    users);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM lacks " + mechanism, e);
        }
    }

    /** What the entry of this module means, if there is a JAAS string. */
    private static <T> Optional<T> configured(
            MechanismSettings mechanism, String module, Function<JaasEntry, T> meaning) {
        if (mechanism.jaas().isEmpty()) {
            return Optional.empty();
        }
        try {
            return JaasEntry.parse(mechanism.jaas().get()).stream()
                    .filter(entry -> entry.module().equals(module))
                    .findFirst()
                    .map(meaning);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(JAAS + " for mechanism " + mechanism.name() + " is wrong: " + e.getMessage());
        }
    }

    Set<String> names() {
        return byName.keySet();
    }

    SaslServer open(String mechanism) {
        return byName.get(mechanism).servers().get();
    }

    long maxReauthMs(String mechanism) {
        return byName.get(mechanism).maxReauthMs();
    }

    long failureDelayMs() {
        return failureDelayMs;
    }

    /** Lets the watch read the issuer's keys again when their file changes. */
    public void watchedBy(FileWatch watch) {
        issuerKeys.ifPresent(watch::add);
    }

    @Override
    public void close() {
        issuerKeys.ifPresent(IssuerKeys::close);
    }
}
