package io.millrace.broker.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.junit.jupiter.api.Test;

class CertificateNamesTest {

    private static final X500Principal ALICE = new X500Principal("CN=Alice,OU=Ops,O=Test");

    @Test
    void keepsTheDistinguishedNameUnlessARuleShortensIt() {
        assertThat(CertificateNames.of("DEFAULT").principal(session(ALICE)))
                .contains(new KafkaPrincipal("User", "CN=Alice,OU=Ops,O=Test"));
        assertThat(CertificateNames.of("RULE:^CN=(.*?),OU=Ops.*$/$1/L,DEFAULT").principal(session(ALICE)))
                .contains(new KafkaPrincipal("User", "alice"));
    }

    @Test
    void knowsNobodyByACertificateThatNoRuleFits() {
        assertThat(CertificateNames.of("RULE:^CN=(.*?),OU=Dev.*$/$1/").principal(session(ALICE)))
                .isEmpty();
    }

    @Test
    void takesWhoShowsNoCertificateForAnonymous() {
        assertThat(CertificateNames.of("DEFAULT").principal(session(null))).contains(KafkaPrincipal.ANONYMOUS);
    }

    @Test
    void refusesRulesThatCannotBeRead() {
        assertThatThrownBy(() -> CertificateNames.of("RULE:^CN=")).isInstanceOf(ConfigException.class);
    }

    private static SSLSession session(X500Principal peer) {
        return (SSLSession) Proxy.newProxyInstance(
                SSLSession.class.getClassLoader(), new Class<?>[] {SSLSession.class}, (proxy, method, arguments) -> {
                    if (peer == null) {
                        throw new SSLPeerUnverifiedException("no certificate");
                    }
                    return peer;
                });
    }
}
