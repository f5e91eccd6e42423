package io.millrace.connect.rest.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/** A file with a key store, and what opens it. Any thread; nothing of it is kept. */
final class KeyFile {
    private static final long BYTES_MAX = 16L * 1024 * 1024;

    private final Path path;
    private final String type;
    private final char[] storePassword;
    private final char[] keyPassword;

    KeyFile(Path path, String type, String storePassword, String keyPassword) {
        this.path = path;
        this.type = type;
        this.storePassword = storePassword.toCharArray();
        this.keyPassword = keyPassword.toCharArray();
    }

    /** What is in the file at this moment. */
    byte[] content() throws IOException {
        try {
            if (Files.size(path) > BYTES_MAX) {
                throw new IOException("it is larger than " + BYTES_MAX + " bytes");
            }
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new IOException("it is not there", e);
        }
    }

    /** The keys in such a content. */
    X509ExtendedKeyManager keys(byte[] content) throws IOException, GeneralSecurityException {
        return manager(store(content));
    }

    /** The same; fails when there is no key or when clients would refuse the certificate at this time. */
    X509ExtendedKeyManager usableKeys(byte[] content) throws IOException, GeneralSecurityException {
        KeyStore store = store(content);
        Date now = Date.from(Instant.now());
        boolean found = false;
        for (String alias : Collections.list(store.aliases())) {
            Certificate[] chain = store.isKeyEntry(alias) ? store.getCertificateChain(alias) : null;
            if (chain != null) {
                found = true;
                for (Certificate certificate : chain) {
                    if (certificate instanceof X509Certificate x509) {
                        x509.checkValidity(now);
                    }
                }
            }
        }
        if (!found) {
            throw new KeyStoreException("it holds no private key with a certificate");
        }
        return manager(store);
    }

    private KeyStore store(byte[] content) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(type);
        store.load(new ByteArrayInputStream(content), storePassword);
        return store;
    }

    private X509ExtendedKeyManager manager(KeyStore store) throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, keyPassword);
        for (KeyManager manager : factory.getKeyManagers()) {
            if (manager instanceof X509ExtendedKeyManager keys) {
                return keys;
            }
        }
        throw new KeyStoreException("this Java has no key manager for certificates");
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
