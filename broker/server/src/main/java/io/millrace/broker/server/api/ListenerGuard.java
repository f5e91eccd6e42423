package io.millrace.broker.server.api;

import io.millrace.broker.server.sasl.SaslMechanisms;
import io.millrace.broker.server.tls.CertificateNames;
import java.util.Optional;

/**
 * How one listener learns who its clients are.
 *
 * @param listener its name
 * @param certificates makes a client's certificate into a principal, on a listener with TLS and without SASL
 * @param sasl what clients authenticate with, on a listener with SASL
 */
public record ListenerGuard(String listener, Optional<CertificateNames> certificates, Optional<SaslMechanisms> sasl) {}
