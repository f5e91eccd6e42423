package io.millrace.broker.server.sasl;

import io.millrace.broker.network.AdmissionLimits;
import java.util.List;
import java.util.Optional;

/**
 * SASL on one listener.
 *
 * @param mechanisms those that are enabled, in the operator's order
 * @param oauth which tokens are accepted, where OAUTHBEARER is enabled
 * @param strangers {@code sasl.server.max.receive.size} and {@code connection.authentication.timeout.ms}
 * @param failureDelayMs {@code connection.failed.authentication.delay.ms}
 */
public record SaslSettings(
        List<MechanismSettings> mechanisms,
        Optional<OAuthSettings> oauth,
        AdmissionLimits strangers,
        long failureDelayMs) {}
