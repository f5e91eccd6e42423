package io.millrace.tokens;

import java.util.List;

/**
 * Which tokens are accepted.
 *
 * @param audiences whom a token is meant for: one of them must be its own
 * @param issuer who must have made it
 * @param principalClaim the claim that names whom it is of
 * @param clockSkewSeconds what the clocks of issuer and server may differ by
 */
public record TokenRules(List<String> audiences, String issuer, String principalClaim, int clockSkewSeconds) {
    public TokenRules {
        audiences = List.copyOf(audiences);
    }
}
