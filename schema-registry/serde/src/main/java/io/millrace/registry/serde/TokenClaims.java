package io.millrace.registry.serde;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * What a client looks for in a token that is a JSON web token, as Kafka's clients do, before it shows it to anybody. Its
 * signature is the registry's to check. A token of another kind has no claims.
 *
 * @param scopeName the claim that, if it is there, is a text or a list of texts
 * @param subjectName the claim that says whose the token is
 */
record TokenClaims(String scopeName, String subjectName) {
    private static final int JWT_PARTS = 3;

    /** What is wrong with the claims; empty if nothing is, or if there are none. */
    Optional<String> objection(String token) {
        Optional<JsonNode> found = claims(token);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        JsonNode subject = found.get().path(subjectName);
        if (!subject.isTextual() || subject.asText().isBlank()) {
            return Optional.of("its token has no claim " + subjectName + " that says whose it is; see "
                    + BearerCredentials.SUBJECT_CLAIM);
        }
        JsonNode scope = found.get().path(scopeName);
        if (!scope.isMissingNode() && !scope.isTextual() && !isListOfTexts(scope)) {
            return Optional.of("the claim " + scopeName + " of its token is neither a text nor a list of texts; see "
                    + BearerCredentials.SCOPE_CLAIM);
        }
        return Optional.empty();
    }

    private static boolean isListOfTexts(JsonNode scope) {
        if (!scope.isArray()) {
            return false;
        }
        for (JsonNode each : scope) {
            if (!each.isTextual()) {
                return false;
            }
        }
        return true;
    }

    /** How long it is until the time that the token says for its end. */
    static Optional<Duration> lifetime(String token, Instant now) {
        return claims(token)
                .map(claims -> claims.path("exp"))
                .filter(JsonNode::isNumber)
                .map(end -> Duration.ofSeconds(end.asLong() - now.getEpochSecond()));
    }

    private static Optional<JsonNode> claims(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != JWT_PARTS) {
            return Optional.empty();
        }
        try {
            JsonNode claims =
                    RegistryTransport.JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            return Optional.of(claims).filter(JsonNode::isObject);
        } catch (IOException | IllegalArgumentException e) {
            // Three words with dots between them that are no JSON: a token of another kind.
            return Optional.empty();
        }
    }
}
