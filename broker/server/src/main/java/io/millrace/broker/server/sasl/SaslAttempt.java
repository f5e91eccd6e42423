package io.millrace.broker.server.sasl;

import io.millrace.broker.network.ResponsePart;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.authenticator.SaslInternalConfigs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt of a client to say who it is. */
final class SaslAttempt {

    private static final Logger LOGGER = LoggerFactory.getLogger(SaslAttempt.class);

    private final String mechanism;
    private final SaslServer server;

    SaslAttempt(String mechanism, SaslServer server) {
        this.mechanism = mechanism;
        this.server = server;
    }

    /**
     * What a token led to.
     *
     * @param answer the broker's token, which may be empty, if there is one
     * @param complete whether the client has said who it is
     * @param failure why not, in words that a client may read
     */
    record Step(Optional<ByteBuffer> answer, boolean complete, Optional<String> failure) {

        static Step failed(String reason) {
            return new Step(Optional.empty(), false, Optional.of(reason));
        }
    }

    String mechanism() {
        return mechanism;
    }

    Step take(byte[] token) {
        try {
            byte[] answer = server.evaluateResponse(token);
            return new Step(Optional.ofNullable(answer).map(ByteBuffer::wrap), server.isComplete(), Optional.empty());
        } catch (SaslAuthenticationException e) {
            return Step.failed(e.getMessage());
        } catch (SaslException | RuntimeException e) {
            // What the mechanism says of it may help an attacker; a token that cannot be read ends here too.
            LOGGER.debug("Authentication failed. mechanism={}", mechanism, e);
            return Step.failed(
                    "Authentication failed during authentication due to invalid credentials with SASL mechanism "
                            + mechanism);
        }
    }

    /** What speaks against this attempt as a renewal of what was known of the client before. */
    Optional<String> complaint(String mechanismBefore, KafkaPrincipal before) {
        if (mechanismBefore.isEmpty()) {
            return Optional.empty();
        }
        if (!mechanismBefore.equals(mechanism)) {
            return Optional.of("SASL mechanism '" + mechanism
                    + "' requested by client is not supported for re-authentication of mechanism '" + mechanismBefore
                    + "'");
        }
        return principal().equals(before)
                ? Optional.empty()
                : Optional.of(
                        "Cannot change principals during re-authentication from " + before + " to " + principal());
    }

    KafkaPrincipal principal() {
        return new KafkaPrincipal(KafkaPrincipal.USER_TYPE, server.getAuthorizationID());
    }

    /** The shorter of what the broker allows and what the credential is good for; 0 when neither ends. */
    long lifetimeMs(long maxReauthMs, long nowMs) {
        Object expiry =
                server.getNegotiatedProperty(SaslInternalConfigs.CREDENTIAL_LIFETIME_MS_SASL_NEGOTIATED_PROPERTY_KEY);
        if (!(expiry instanceof Long expiresAtMs)) {
            return maxReauthMs;
        }
        long leftMs = Math.max(1, expiresAtMs - nowMs);
        return maxReauthMs == 0 ? leftMs : Math.min(leftMs, maxReauthMs);
    }

    void dispose() {
        try {
            server.dispose();
        } catch (SaslException e) {
            LOGGER.debug("A SASL server did not end well. mechanism={}", mechanism, e);
        }
    }

    /** A token as clients of old want it: nothing but the length before it. */
    static List<ResponsePart> bare(ByteBuffer token) {
        return List.of(new ResponsePart.Bytes(token));
    }
}
