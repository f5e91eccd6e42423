package io.millrace.broker.server.node;

import java.io.IOException;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.sasl.SaslException;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslAuthenticateResponseData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.message.SaslHandshakeResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.security.scram.ScramExtensionsCallback;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;
import org.apache.kafka.common.security.scram.internals.ScramSaslClient;

/** Lets a raw client say who it is, with the client's half of SCRAM that Kafka's own clients use. */
final class ScramLogin {

    private static final ScramMechanism MECHANISM = ScramMechanism.SCRAM_SHA_512;

    private final String user;
    private final String password;

    ScramLogin(String user, String password) {
        this.user = user;
        this.password = password;
    }

    void on(RawClient client) throws Exception {
        var handshake = new SaslHandshakeRequestData().setMechanism(MECHANISM.mechanismName());
        requireNone(client.call(ApiKeys.SASL_HANDSHAKE, 1, handshake, SaslHandshakeResponseData.class)
                .errorCode());
        var conversation = new ScramSaslClient(MECHANISM, this::answer);
        byte[] words = conversation.evaluateChallenge(new byte[0]);
        while (words != null && !conversation.isComplete()) {
            var request = new SaslAuthenticateRequestData().setAuthBytes(words);
            var reply = client.call(ApiKeys.SASL_AUTHENTICATE, 2, request, SaslAuthenticateResponseData.class);
            requireNone(reply.errorCode());
            words = conversation.evaluateChallenge(reply.authBytes());
        }
    }

    private static void requireNone(short error) throws SaslException {
        if (error != 0) {
            throw new SaslException("The broker answered error " + error);
        }
    }

    private void answer(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
                name.setName(user);
            } else if (callback instanceof PasswordCallback secret) {
                secret.setPassword(password.toCharArray());
            } else if (callback instanceof ScramExtensionsCallback extensions) {
                extensions.extensions(Map.of());
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }
}
