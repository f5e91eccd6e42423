package io.millrace.testing;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority that certifies servers, all at {@code localhost}, and clients; the stores are files of a folder. */
public final class TestingAuthority {
    private static final char[] PASSWORD = "store-secret".toCharArray();
    private static final String TYPE = "PKCS12";

    private final Path folder;
    private final X509Bundle authority;

    public TestingAuthority(Path folder) throws Exception {
        this.folder = folder;
        this.authority = new CertificateBuilder()
                .ecp256()
                .subject("CN=Authority,O=Test")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    /** Properties of a server that listens on https; {@code clientAuth} as in {@code ssl.client.auth}. */
    public Map<String, String> server(String clientAuth) throws Exception {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("listeners", "https://localhost:0");
        properties.putAll(stores("ssl.", "CN=server"));
        properties.put("ssl.client.auth", clientAuth);
        return properties;
    }

    /**
     * Stores as Kafka's clients name them, with what stands before the names.
     *
     * @param subject of the own certificate, or null for none
     */
    public Map<String, String> stores(String prefix, String subject) throws Exception {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(prefix + "truststore.location", stored(trusted()));
        properties.put(prefix + "truststore.password", new String(PASSWORD));
        properties.put(prefix + "truststore.type", TYPE);
        if (subject != null) {
            properties.put(prefix + "keystore.location", stored(keys(subject)));
            properties.put(prefix + "keystore.password", new String(PASSWORD));
            properties.put(prefix + "keystore.type", TYPE);
        }
        return properties;
    }

    /** A client that trusts the authority; with a certificate of this name, or without one if it is null. */
    public SSLContext client(String subject) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(subject == null ? null : keys(subject), PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private KeyStore trusted() throws IOException, GeneralSecurityException {
        KeyStore trusted = empty();
        trusted.setCertificateEntry("authority", authority.getCertificate());
        return trusted;
    }

    private KeyStore keys(String subject) throws Exception {
        Instant now = Instant.now();
        X509Bundle issued = new CertificateBuilder()
                .ecp256()
                .subject(subject)
                .addSanDnsName("localhost")
                .notBefore(now.minus(Duration.ofDays(1)))
                .notAfter(now.plus(Duration.ofDays(1)))
                .buildIssuedBy(authority);
        KeyStore keys = empty();
        keys.setKeyEntry("own", issued.getKeyPair().getPrivate(), PASSWORD, new Certificate[] {
            issued.getCertificate(), authority.getCertificate()
        });
        return keys;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(TYPE);
        store.load(null, null);
        return store;
    }

    private String stored(KeyStore store) throws IOException, GeneralSecurityException {
        Path file = folder.resolve(UUID.randomUUID() + ".p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
        return file.toString();
    }
}
