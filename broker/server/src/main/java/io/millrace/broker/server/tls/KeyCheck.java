package io.millrace.broker.server.tls;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Date;

/** Whether a key store can serve clients: what a handshake would find out too late. */
final class KeyCheck {

    private static final byte[] SAMPLE = {1, 2, 3, 4};

    private KeyCheck() {}

    /** There is a private key, and its certificate belongs to it. */
    static void requireServable(KeyStore keys, char[] password) throws GeneralSecurityException {
        if (keys == null) {
            throw new KeyStoreException("there is no key store; set ssl.keystore.location, or ssl.keystore.key and"
                    + " ssl.keystore.certificate.chain with ssl.keystore.type=PEM");
        }
        boolean found = false;
        for (String alias : Collections.list(keys.aliases())) {
            if (keys.isKeyEntry(alias)) {
                found = true;
                requirePair(keys, alias, password);
            }
        }
        if (!found) {
            throw new KeyStoreException("the key store holds no private key");
        }
    }

    private static void requirePair(KeyStore keys, String alias, char[] password) throws GeneralSecurityException {
        Key key;
        try {
            key = keys.getKey(alias, password);
        } catch (UnrecoverableKeyException madeByTheLoader) {
            // A PEM store is kept under a password of its own; the loader has read the key already.
            return;
        }
        Certificate certificate = keys.getCertificate(alias);
        if (key instanceof PrivateKey secret && certificate != null && !sign(secret, certificate.getPublicKey())) {
            throw new KeyStoreException("the certificate does not belong to the private key");
        }
    }

    private static boolean sign(PrivateKey secret, PublicKey open) throws GeneralSecurityException {
        if (!secret.getAlgorithm().equals(open.getAlgorithm())) {
            return false;
        }
        String algorithm =
                switch (secret.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    case "DSA" -> "SHA256withDSA";
                    default -> secret.getAlgorithm();
                };
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(secret);
        signature.update(SAMPLE);
        byte[] signed = signature.sign();
        signature.initVerify(open);
        signature.update(SAMPLE);
        return signature.verify(signed);
    }

    /** No certificate of the broker's is expired or from the future. */
    static void requireValid(KeyStore keys, Date now) throws GeneralSecurityException {
        for (String alias : Collections.list(keys.aliases())) {
            Certificate[] chain = keys.isKeyEntry(alias) ? keys.getCertificateChain(alias) : null;
            if (chain != null) {
                for (Certificate certificate : chain) {
                    if (certificate instanceof X509Certificate x509) {
                        x509.checkValidity(now);
                    }
                }
            }
        }
    }
}
