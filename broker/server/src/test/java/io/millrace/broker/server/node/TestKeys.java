package io.millrace.broker.server.node;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** An authority of certificates, the files that brokers and clients read, and the properties that name them. */
final class TestKeys {

    static final String PASSWORD = "store-secret";

    private final Path directory;
    private final X509Bundle authority;

    TestKeys(Path directory) throws Exception {
        this.directory = directory;
        this.authority = new CertificateBuilder()
                .ecp256()
                .subject("CN=Authority,O=Test")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority.getCertificate());
        store(trusted, truststore());
    }

    Path truststore() {
        return directory.resolve("trusted.p12");
    }

    X509Bundle issue(String subject) throws Exception {
        return issue(subject, Instant.now().plus(Duration.ofDays(1)));
    }

    X509Bundle issue(String subject, Instant end) throws Exception {
        return new CertificateBuilder()
                .ecp256()
                .subject(subject)
                .notBefore(Instant.now().minus(Duration.ofDays(30)))
                .notAfter(end)
                .addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1")
                .buildIssuedBy(authority);
    }

    /** A key store with this key; the file appears as a whole, in place of the one before. */
    Path keystore(String name, String type, X509Bundle key) throws Exception {
        KeyStore keys = KeyStore.getInstance(type);
        keys.load(null, null);
        keys.setKeyEntry("own", key.getKeyPair().getPrivate(), PASSWORD.toCharArray(), new Certificate[] {
            key.getCertificate(), authority.getCertificate()
        });
        Path file = directory.resolve(name);
        store(keys, file);
        return file;
    }

    /** Key and chain in one PEM file. */
    Path pem(String name, X509Bundle key) throws Exception {
        Path file = directory.resolve(name);
        Files.writeString(file, key.getPrivateKeyPEM() + key.getCertificatePathPEM());
        return file;
    }

    String authorityPem() {
        return authority.getCertificatePEM();
    }

    /** What a broker's listener needs to show this key store. */
    static Map<String, String> server(String listener, Path keystore, String type) {
        String prefix = "listener.name." + listener + ".ssl.keystore.";
        return Map.of(prefix + "location", keystore.toString(), prefix + "type", type, prefix + "password", PASSWORD);
    }

    /** What a client needs to trust the authority. */
    Map<String, Object> client(String protocol) {
        return new HashMap<>(Map.of(
                "security.protocol", protocol,
                "ssl.truststore.location", truststore().toString(),
                "ssl.truststore.password", PASSWORD));
    }

    /** The serial number of the certificate in a fresh handshake. */
    BigInteger shown(String server) {
        String[] address = server.split(":");
        try (InputStream file = Files.newInputStream(truststore())) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(file, PASSWORD.toCharArray());
            var trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            try (var socket =
                    (SSLSocket) context.getSocketFactory().createSocket(address[0], Integer.parseInt(address[1]))) {
                socket.startHandshake();
                return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
            }
        } catch (Exception e) {
            throw new AssertionError("The handshake failed", e);
        }
    }

    private static void store(KeyStore keys, Path file) throws Exception {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (OutputStream out = Files.newOutputStream(fresh)) {
            keys.store(out, PASSWORD.toCharArray());
        }
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
