package io.millrace.http.tls;

import java.io.IOException;
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

/** The keys in a file. Any thread; nothing of it is kept. */
final class KeyFile {
    private final StoreFile file;
    private final char[] keyPassword;

    KeyFile(StoreFile file, String keyPassword) {
        this.file = file;
        this.keyPassword = keyPassword.toCharArray();
    }

    StoreFile file() {
        return file;
    }

    /** The keys in such a content. */
    X509ExtendedKeyManager keys(byte[] content) throws IOException, GeneralSecurityException {
        return manager(file.store(content));
    }

    /** The same; fails when there is no key or when clients would refuse the certificate at this time. */
    X509ExtendedKeyManager usableKeys(byte[] content) throws IOException, GeneralSecurityException {
        KeyStore store = file.store(content);
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
}
