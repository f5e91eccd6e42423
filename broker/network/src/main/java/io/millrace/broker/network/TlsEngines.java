package io.millrace.broker.network;

import javax.net.ssl.SSLEngine;

/** Makes the broker's end of a TLS connection; each call may use newer keys than the one before. Any thread. */
@FunctionalInterface
public interface TlsEngines {

    /** A fresh engine in server mode. */
    SSLEngine serverEngine();
}
