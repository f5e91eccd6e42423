package io.millrace.broker.server.sasl;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Which tokens are accepted, under Kafka's names {@code sasl.oauthbearer.*}.
 *
 * @param keys {@code jwks.endpoint.url}: where the issuer's public keys are, by https or in a file
 * @param refreshMs {@code jwks.endpoint.refresh.ms}
 * @param retryMs {@code jwks.endpoint.retry.backoff.ms}
 * @param retryMaxMs {@code jwks.endpoint.retry.backoff.max.ms}
 * @param audiences {@code expected.audience}, any of them; none means that nobody looks
 * @param issuer {@code expected.issuer}
 * @param principalClaim {@code sub.claim.name}
 * @param scopeClaim {@code scope.claim.name}
 * @param clockSkewSeconds {@code clock.skew.seconds}
 */
public record OAuthSettings(
        URI keys,
        long refreshMs,
        long retryMs,
        long retryMaxMs,
        List<String> audiences,
        Optional<String> issuer,
        String principalClaim,
        String scopeClaim,
        int clockSkewSeconds) {}
