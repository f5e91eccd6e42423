package io.millrace.broker.server.sasl;

import io.millrace.broker.network.Connection;
import io.millrace.broker.network.Exchange;
import io.millrace.broker.server.wire.MalformedRequestException;
import io.millrace.broker.server.wire.RequestHead;
import io.millrace.broker.server.wire.ResponseEncoder;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslAuthenticateResponseData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.message.SaslHandshakeResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.security.auth.KafkaPrincipal;

/**
 * Authentication on one connection, from the first frame to the last. Legal moves:
 *
 * <pre>
 * STRANGER  --SaslHandshake v1--> TOKENS      --SaslAuthenticate...--> KNOWN
 * STRANGER  --SaslHandshake v0--> RAW_TOKENS  --bare tokens...-------> KNOWN
 * KNOWN     --SaslHandshake v1--> TOKENS      (KIP-368: the session begins anew, for the same principal)
 * any       --what is wrong-----> ENDED
 * </pre>
 *
 * A stranger may ask for ApiVersions, and for nothing else. On the connection's loop.
 */
public final class SaslConversation {

    private static final long MIN_SESSION_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long NEVER = Long.MAX_VALUE;
    private static final short HANDSHAKE_MAX = 1;
    private static final short AUTHENTICATE_MAX = 2;

    private enum State {
        STRANGER,
        TOKENS,
        RAW_TOKENS,
        KNOWN,
        ENDED
    }

    private final SaslMechanisms mechanisms;
    private final Connection connection;
    private final Consumer<Exchange> requests;
    private State state = State.STRANGER;
    private SaslAttempt attempt;
    private KafkaPrincipal principal = KafkaPrincipal.ANONYMOUS;
    private String mechanism = "";
    private long knownSinceNs;
    private long sessionEndNs = NEVER;

    /**
     * Begins with a stranger.
     *
     * @param requests takes what is no part of the conversation, which for a stranger is ApiVersions alone
     */
    public SaslConversation(SaslMechanisms mechanisms, Connection connection, Consumer<Exchange> requests) {
        this.mechanisms = mechanisms;
        this.connection = connection;
        this.requests = requests;
    }

    /** Anonymous for a stranger. */
    public KafkaPrincipal principal() {
        return principal;
    }

    /** The next frame of the connection. */
    public void received(Exchange exchange) {
        if (state == State.KNOWN) {
            receivedFromKnown(exchange);
        } else if (state == State.ENDED) {
            exchange.respondNothing();
        } else {
            try {
                if (state == State.RAW_TOKENS) {
                    rawToken(exchange);
                } else {
                    negotiate(exchange);
                }
            } catch (MalformedRequestException e) {
                end(exchange, "a request " + e.getMessage());
            }
        }
    }

    private void receivedFromKnown(Exchange exchange) {
        ByteBuffer frame = exchange.request();
        short apiKey = frame.remaining() < Short.BYTES ? -1 : frame.getShort(frame.position());
        if (apiKey == ApiKeys.SASL_HANDSHAKE.id && System.nanoTime() - knownSinceNs >= MIN_SESSION_NS) {
            try {
                handshake(exchange, RequestHead.read(frame));
            } catch (MalformedRequestException e) {
                end(exchange, "a request " + e.getMessage());
            }
        } else if (sessionEndNs != NEVER && System.nanoTime() - sessionEndNs > 0) {
            end(exchange, "its session has expired, and it has not authenticated again");
        } else {
            requests.accept(exchange);
        }
    }

    private void negotiate(Exchange exchange) {
        ByteBuffer frame = exchange.request();
        frame.mark();
        RequestHead head = RequestHead.read(frame);
        if (head.apiKey() == ApiKeys.API_VERSIONS && attempt == null) {
            frame.reset();
            requests.accept(exchange);
        } else if (head.apiKey() == ApiKeys.SASL_HANDSHAKE) {
            handshake(exchange, head);
        } else if (head.apiKey() == ApiKeys.SASL_AUTHENTICATE) {
            authenticate(exchange, head);
        } else {
            end(exchange, "it asks for " + head.apiKey() + " before it has authenticated");
        }
    }

    private void handshake(Exchange exchange, RequestHead head) {
        if (head.apiVersion() > HANDSHAKE_MAX) {
            end(exchange, "SaslHandshake v" + head.apiVersion() + " is not served here");
            return;
        }
        var request = (SaslHandshakeRequestData) head.readBody(exchange.request());
        var response = new SaslHandshakeResponseData();
        response.mechanisms().addAll(mechanisms.names());
        if (attempt != null) {
            response.setErrorCode(Errors.ILLEGAL_SASL_STATE.code());
            endLater(exchange, head, response, "it has begun to authenticate twice");
        } else if (state == State.KNOWN && head.apiVersion() == 0) {
            // Bare tokens leave no room for the answer that it may not change principals, nor for the session's length.
            response.setErrorCode(Errors.ILLEGAL_SASL_STATE.code());
            endLater(exchange, head, response, "it authenticates again with SaslHandshake v0");
        } else if (!mechanisms.names().contains(request.mechanism())) {
            response.setErrorCode(Errors.UNSUPPORTED_SASL_MECHANISM.code());
            endLater(exchange, head, response, "its SASL mechanism is not enabled");
        } else {
            attempt = new SaslAttempt(request.mechanism(), mechanisms.open(request.mechanism()));
            state = head.apiVersion() == 0 ? State.RAW_TOKENS : State.TOKENS;
            respond(exchange, head, response);
        }
    }

    private void authenticate(Exchange exchange, RequestHead head) {
        if (head.apiVersion() > AUTHENTICATE_MAX) {
            end(exchange, "SaslAuthenticate v" + head.apiVersion() + " is not served here");
            return;
        }
        var request = (SaslAuthenticateRequestData) head.readBody(exchange.request());
        var response = new SaslAuthenticateResponseData();
        if (attempt == null) {
            response.setErrorCode(Errors.ILLEGAL_SASL_STATE.code())
                    .setErrorMessage("SaslAuthenticate comes before SaslHandshake");
            endLater(exchange, head, response, "it authenticates without a handshake");
            return;
        }
        SaslAttempt.Step step = attempt.take(request.authBytes());
        if (step.failure().isEmpty() && step.complete()) {
            step = attempt.complaint(mechanism, principal)
                    .map(SaslAttempt.Step::failed)
                    .orElse(step);
        }
        if (step.failure().isPresent()) {
            response.setErrorCode(Errors.SASL_AUTHENTICATION_FAILED.code())
                    .setErrorMessage(step.failure().get());
            endLater(exchange, head, response, step.failure().get());
            return;
        }
        response.setAuthBytes(step.answer().map(ByteBuffer::array).orElseGet(() -> new byte[0]));
        if (step.complete()) {
            response.setSessionLifetimeMs(begin());
        }
        respond(exchange, head, response);
    }

    /** As clients of old do it: the frame is the token. */
    private void rawToken(Exchange exchange) {
        byte[] token = new byte[exchange.request().remaining()];
        exchange.request().get(token);
        SaslAttempt.Step step = attempt.take(token);
        if (step.failure().isPresent()) {
            state = State.ENDED;
            String reason = step.failure().get();
            exchange.releaseRequest();
            connection.loop().schedule(() -> exchange.fail(reason), mechanisms.failureDelayMs());
            return;
        }
        if (step.complete()) {
            begin();
        }
        if (step.answer().isPresent()) {
            exchange.respond(SaslAttempt.bare(step.answer().get()));
        } else {
            exchange.respondNothing();
        }
    }

    /** The session begins; returns its length in milliseconds, or 0 when it does not end by itself. */
    private long begin() {
        long lifetimeMs = attempt.lifetimeMs(mechanisms.maxReauthMs(attempt.mechanism()), System.currentTimeMillis());
        principal = attempt.principal();
        mechanism = attempt.mechanism();
        attempt.dispose();
        attempt = null;
        state = State.KNOWN;
        knownSinceNs = System.nanoTime();
        sessionEndNs = lifetimeMs == 0 ? NEVER : knownSinceNs + TimeUnit.MILLISECONDS.toNanos(lifetimeMs);
        connection.admit();
        return lifetimeMs;
    }

    private void end(Exchange exchange, String reason) {
        state = State.ENDED;
        exchange.fail(reason);
    }

    /** Late, so that nobody tries many passwords in a short time. */
    private void endLater(Exchange exchange, RequestHead head, ApiMessage response, String reason) {
        state = State.ENDED;
        exchange.releaseRequest();
        connection
                .loop()
                .schedule(
                        () -> exchange.respondLast(ResponseEncoder.encode(head, response, head.apiVersion()), reason),
                        mechanisms.failureDelayMs());
    }

    private static void respond(Exchange exchange, RequestHead head, ApiMessage response) {
        exchange.respond(ResponseEncoder.encode(head, response, head.apiVersion()));
    }
}
