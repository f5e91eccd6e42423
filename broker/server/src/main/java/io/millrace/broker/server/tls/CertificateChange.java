package io.millrace.broker.server.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Whether a key store that is set at run time names the same broker as the one before (KIP-226), so that a slip of an
 * operator does not lock out clients that compare names; {@code ssl.allow.dn.changes} and
 * {@code ssl.allow.san.changes} let it (KIP-978).
 */
final class CertificateChange {

    private CertificateChange() {}

    /** @throws KeyStoreException when names differ that may not; the message says which */
    static void requireSameNames(KeyStore before, KeyStore after, boolean otherNames, boolean otherAddresses)
            throws GeneralSecurityException {
        List<Certificate> known = shown(before);
        List<Certificate> fresh = shown(after);
        if (known.size() != fresh.size()) {
            throw new KeyStoreException(
                    "the key store has " + fresh.size() + " private keys, and the one in use has " + known.size());
        }
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i) instanceof X509Certificate old && fresh.get(i) instanceof X509Certificate replacement) {
                compare(old, replacement, otherNames, otherAddresses);
            }
        }
    }

    private static void compare(
            X509Certificate old, X509Certificate replacement, boolean otherNames, boolean otherAddresses)
            throws GeneralSecurityException {
        if (!otherNames && !Objects.equals(old.getSubjectX500Principal(), replacement.getSubjectX500Principal())) {
            throw new KeyStoreException("the certificate's distinguished name is "
                    + replacement.getSubjectX500Principal() + ", and that of the one in use is "
                    + old.getSubjectX500Principal() + "; ssl.allow.dn.changes=true allows that");
        }
        Set<Object> missing = alternatives(old);
        missing.removeAll(alternatives(replacement));
        if (!otherAddresses && !missing.isEmpty()) {
            throw new KeyStoreException("the certificate lacks the subject alternative names " + missing
                    + " of the one in use; ssl.allow.san.changes=true allows that");
        }
    }

    private static Set<Object> alternatives(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names == null ? new HashSet<>() : new HashSet<>(names);
    }

    /** The certificates of the keys, in the order of their aliases. */
    private static List<Certificate> shown(KeyStore keys) throws KeyStoreException {
        List<Certificate> certificates = new ArrayList<>();
        for (String alias : Collections.list(keys.aliases()).stream().sorted().toList()) {
            if (keys.isKeyEntry(alias)) {
                certificates.add(keys.getCertificate(alias));
            }
        }
        return certificates;
    }
}
