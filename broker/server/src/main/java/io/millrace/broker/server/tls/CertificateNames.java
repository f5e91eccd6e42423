package io.millrace.broker.server.tls;

import java.io.IOException;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.ssl.SslPrincipalMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a client's certificate into a principal, by {@code ssl.principal.mapping.rules}. */
public final class CertificateNames {

    private static final Logger LOGGER = LoggerFactory.getLogger(CertificateNames.class);
    private static final String RULES = "ssl.principal.mapping.rules";

    private final SslPrincipalMapper rules;

    private CertificateNames(SslPrincipalMapper rules) {
        this.rules = rules;
    }

    /** Kafka's notation; {@code DEFAULT} keeps the distinguished name. */
    public static CertificateNames of(String rules) {
        try {
            return new CertificateNames(SslPrincipalMapper.fromRules(rules));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(RULES, rules, e.getMessage());
        }
    }

    /** Who the client is: anonymous without a certificate, and empty when no rule fits the one there is. */
    public Optional<KafkaPrincipal> principal(SSLSession session) {
        try {
            return Optional.of(new KafkaPrincipal(
                    KafkaPrincipal.USER_TYPE,
                    rules.getName(session.getPeerPrincipal().getName())));
        } catch (SSLPeerUnverifiedException noCertificate) {
            return Optional.of(KafkaPrincipal.ANONYMOUS);
        } catch (IOException noRule) {
            LOGGER.info("No rule of {} fits a certificate. reason=\"{}\"", RULES, noRule.getMessage());
            return Optional.empty();
        }
    }
}
