package io.millrace.http.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStoreException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whom to trust, which can be replaced while the port is open: each question is answered by those that are there at the time. Any thread. */
final class ChangingTrust extends X509ExtendedTrustManager {
    private volatile X509ExtendedTrustManager present;

    ChangingTrust(X509ExtendedTrustManager first) {
        this.present = first;
    }

    /** The certificates in the content of such a file; fails when there is none, with which nobody could be trusted. */
    static X509ExtendedTrustManager in(StoreFile file, byte[] content) throws IOException, GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(file.store(content));
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager trust) {
                if (trust.getAcceptedIssuers().length == 0) {
                    throw new KeyStoreException("it holds no certificate to trust");
                }
                return trust;
            }
        }
        throw new KeyStoreException("this Java has no trust manager for certificates");
    }

    /** Whom to trust from now on. */
    void use(X509ExtendedTrustManager next) {
        present = next;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        present.checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        present.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        present.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        present.checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        present.checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        present.checkServerTrusted(chain, authType, engine);
    }

    /**
     * None, so that a client is not told whose certificates would do: the port asks this once, and a client that was told
     * of the authorities of then would not show the certificate of a later one.
     */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
