package io.millrace.registry.server.http;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import io.millrace.http.access.SecretLetters;
import io.millrace.registry.model.RegistryErrorCode;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How the instances of a registry speak to each other.
 *
 * @param tls whom to trust, and the own certificate, where they listen on https
 * @param clientsAreAsked whether who asks for a write has to be told to the one that carries it out
 * @param letters by which they tell; empty where no secret is set
 */
public record Instances(Optional<SSLContext> tls, boolean clientsAreAsked, Optional<SecretLetters> letters) {
    /** Over plain HTTP, where nobody is asked who he is. */
    static final Instances OPEN = new Instances(Optional.empty(), false, Optional.empty());

    /** For connections to the others; names in certificates are compared with addresses. */
    HttpClient.Builder client() {
        HttpClient.Builder builder = HttpClient.newBuilder();
        tls.ifPresent(builder::sslContext);
        return builder;
    }

    /** Adds on whose behalf a request goes on, and from where he sent it; the password that he gave stays here. */
    void sign(HttpRequest.Builder copy, Caller caller, AggregatedHttpRequest request) {
        if (!clientsAreAsked) {
            return;
        }
        SecretLetters known = letters.orElseThrow(() -> new HttpProblemException(
                RegistryErrorCode.FORWARD_FAILED,
                "Another instance leads, and this one cannot tell it who asks: set inter.instance.secret to the same"
                        + " text on all instances, or ask the one that leads"));
        copy.header(
                known.header(),
                known.write(
                        caller.name(),
                        caller.client(),
                        request.method().name(),
                        request.path(),
                        request.content().array()));
    }
}
