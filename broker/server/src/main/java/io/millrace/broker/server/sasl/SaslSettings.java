package io.millrace.broker.server.sasl;

import java.util.List;
import java.util.Optional;

/**
 * SASL on one listener.
 *
 * @param mechanisms those that are enabled, in the operator's order
 * @param oauth which tokens are accepted, where OAUTHBEARER is enabled
 * @param failureDelayMs {@code connection.failed.authentication.delay.ms}
 */
public record SaslSettings(List<MechanismSettings> mechanisms, Optional<OAuthSettings> oauth, long failureDelayMs) {}
