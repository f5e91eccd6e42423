package io.millrace.registry.serde;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where a client gets tokens for its own id and secret (RFC 6749, section 4.4). They are sent as Kafka's clients send them:
 * by the scheme {@code Basic}, without the percent signs that the RFC has for some characters. Any thread; blocks.
 *
 * @param url http or https
 * @param scope empty for none
 */
record TokenEndpoint(
        URI url,
        String clientId,
        String clientSecret,
        String scope,
        TokenClaims claims,
        Optional<SSLContext> tls,
        Duration connectTimeout,
        Duration readTimeout) {
    private static final int ANSWER_BYTES_MAX = 256 * 1024;
    /** A token of a longer life is renewed all the same. */
    private static final Duration LIFETIME_MAX = Duration.ofDays(1);

    private static final int QUOTED_CHARS_MAX = 200;
    /** Whoever has no token is not known; no other status, for that would be taken for the registry's answer. */
    private static final int REFUSED = 401;
    /** Nobody answered who could; asking again may help. */
    private static final int LATER = 0;

    IssuedToken ask() {
        HttpResponse<byte[]> answer = send();
        int status = answer.statusCode();
        JsonNode body = json(answer.body());
        if (status != 200) {
            boolean mayPass = status == 408 || status == 429 || status >= 500;
            throw failure("answered " + status + said(body), mayPass ? LATER : REFUSED, null);
        }
        String token = body.path("access_token").asText("");
        if (!BearerCredentials.isSane(token)) {
            throw failure("answered without an access_token that could be shown to anybody", REFUSED, null);
        }
        claims.objection(token).ifPresent(objection -> {
            throw failure("cannot be used: " + objection, REFUSED, null);
        });
        return new IssuedToken(token, lifetime(body, token));
    }

    /** What the issuer says goes before what the token says: for the latter, the two clocks would have to agree. */
    private Duration lifetime(JsonNode body, String token) {
        Duration found = body.path("expires_in").isNumber()
                ? Duration.ofSeconds(body.path("expires_in").asLong())
                : TokenClaims.lifetime(token, Instant.now())
                        .orElseThrow(() -> failure(
                                "says neither by expires_in nor by the claim exp when its token expires",
                                REFUSED,
                                null));
        if (found.isNegative() || found.isZero()) {
            throw failure("answered with a token that has expired; do the clocks agree?", LATER, null);
        }
        return found.compareTo(LIFETIME_MAX) < 0 ? found : LIFETIME_MAX;
    }

    private HttpResponse<byte[]> send() {
        // One for each token: it would else keep a thread for an hour between two of them.
        HttpClient.Builder client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(connectTimeout);
        tls.ifPresent(client::sslContext);
        try {
            return WholeAnswer.of(client.build(), request(), ANSWER_BYTES_MAX, connectTimeout.plus(readTimeout));
        } catch (IOException e) {
            throw failure("cannot be reached: " + e, LATER, e);
        }
    }

    private HttpRequest request() {
        String form = "grant_type=client_credentials"
                + (scope.isEmpty() ? "" : "&scope=" + URLEncoder.encode(scope, StandardCharsets.UTF_8));
        byte[] credentials = (clientId + ":" + clientSecret).getBytes(StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(url)
                .timeout(readTimeout)
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
    }

    private JsonNode json(byte[] body) {
        try {
            return RegistryTransport.JSON.readTree(body);
        } catch (IOException e) {
            // It may quote what it could not read, and that may be a token.
            throw failure("answered without JSON; is it the address of tokens?", REFUSED, null);
        }
    }

    /** The error of the RFC, if there is one, in characters that do no harm in a log. */
    private static String said(JsonNode body) {
        String text = body.path("error").asText("") + " "
                + body.path("error_description").asText("");
        String harmless = text.strip().replaceAll("[^\\x20-\\x7e]", "?");
        return harmless.isEmpty() ? "" : ": " + harmless.substring(0, Math.min(QUOTED_CHARS_MAX, harmless.length()));
    }

    private RegistryException failure(String what, int status, Throwable cause) {
        // Without what may stand behind the path.
        String shown = url.getScheme() + "://" + url.getAuthority() + url.getPath();
        return new RegistryException(BearerCredentials.TOKEN_URL + "=" + shown + " " + what, status, 0, cause);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "TokenEndpoint[" + url.getHost() + "]";
    }
}
