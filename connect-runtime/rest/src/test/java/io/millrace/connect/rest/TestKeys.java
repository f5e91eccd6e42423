package io.millrace.connect.rest;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** An authority, and what it certifies for workers and clients. */
final class TestKeys {
    private static final char[] PASSWORD = "store-secret".toCharArray();

    private final Path folder;
    private final X509Bundle authority;
    private final KeyStore trusted;

    TestKeys(Path folder) throws Exception {
        this.folder = folder;
        this.authority = new CertificateBuilder()
                .ecp256()
                .subject("CN=Authority,O=Test")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        this.trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority.getCertificate());
    }

    /** The properties of a worker with a certificate that asks for those of clients. */
    Map<String, String> worker(String clientAuth) throws Exception {
        return Map.of(
                "listeners",
                "https://localhost:0",
                "listeners.https.ssl.keystore.location",
                stored("worker.p12", keys("CN=worker")),
                "listeners.https.ssl.keystore.password",
                new String(PASSWORD),
                "listeners.https.ssl.keystore.type",
                "PKCS12",
                "listeners.https.ssl.truststore.location",
                stored("trusted.p12", trusted),
                "listeners.https.ssl.truststore.password",
                new String(PASSWORD),
                "listeners.https.ssl.truststore.type",
                "PKCS12",
                "listeners.https.ssl.client.auth",
                clientAuth);
    }

    /** Gives the worker another certificate, by a rename. Returns its serial number. */
    BigInteger replaceWorkers(Duration validFor) throws Exception {
        X509Bundle key = issued("CN=worker", Instant.now().plus(validFor));
        replaceWorkers(Path.of(stored("next.p12", keys(key))));
        return key.getCertificate().getSerialNumber();
    }

    /** Makes the worker trust these authorities and no others, by a rename. */
    void trust(TestKeys... authorities) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (TestKeys each : authorities) {
            store.setCertificateEntry("authority-" + store.size(), each.authority.getCertificate());
        }
        replaceTrust(Path.of(stored("next-trusted.p12", store)));
    }

    /** Puts a file in the place of the worker's trust store. */
    void replaceTrust(Path file) throws Exception {
        Files.move(file, folder.resolve("trusted.p12"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Puts a file in the place of the worker's key store. */
    void replaceWorkers(Path file) throws Exception {
        Files.move(file, folder.resolve("worker.p12"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The serial number of the certificate that a new connection is shown. */
    BigInteger shown(URI server) throws Exception {
        try (SSLSocket socket =
                (SSLSocket) client(null).getSocketFactory().createSocket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(30_000);
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }

    /** A client that trusts the authority; with a certificate of this name, or without one if it is null. */
    SSLContext client(String subject) throws Exception {
        return client(this, subject);
    }

    /** A client that trusts this authority, with a certificate of another one. */
    SSLContext client(TestKeys certifier, String subject) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(subject == null ? null : certifier.keys(subject), PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** A client without a certificate, with connections of its own. */
    RestClient restClient(String url) throws Exception {
        return new RestClient(url, null, HttpClient.newBuilder().sslContext(client(null)));
    }

    private KeyStore keys(String subject) throws Exception {
        return keys(issued(subject, Instant.now().plus(Duration.ofDays(1))));
    }

    private X509Bundle issued(String subject, Instant notAfter) throws Exception {
        return new CertificateBuilder()
                .ecp256()
                .subject(subject)
                .addSanDnsName("localhost")
                .notBefore(notAfter.minus(Duration.ofDays(2)))
                .notAfter(notAfter)
                .buildIssuedBy(authority);
    }

    private KeyStore keys(X509Bundle key) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("own", key.getKeyPair().getPrivate(), PASSWORD, new Certificate[] {
            key.getCertificate(), authority.getCertificate()
        });
        return keys;
    }

    private String stored(String name, KeyStore store) throws Exception {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
        return file.toString();
    }
}
