package io.millrace.broker.server.sasl;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.internals.secured.BasicOAuthBearerToken;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodeValidator;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.VerificationKeyResolver;

/**
 * Accepts a token when it is signed by a key of the issuer with an algorithm of public keys, is in force now, and is
 * meant for this broker. A token without a signature is never accepted, whatever is set.
 */
final class TokenCheck {

    private static final String WRONG_CLAIM = "A claim is missing or of the wrong kind.";

    /** Nothing symmetric: a published key must not sign. */
    private static final String[] ALGORITHMS = {
        AlgorithmIdentifiers.RSA_USING_SHA256,
        AlgorithmIdentifiers.RSA_USING_SHA384,
        AlgorithmIdentifiers.RSA_USING_SHA512,
        AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
        AlgorithmIdentifiers.RSA_PSS_USING_SHA384,
        AlgorithmIdentifiers.RSA_PSS_USING_SHA512,
        AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
        AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
        AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512,
        AlgorithmIdentifiers.EDDSA
    };

    private final JwtConsumer consumer;
    private final OAuthSettings settings;

    TokenCheck(OAuthSettings settings, VerificationKeyResolver keys) {
        this.settings = settings;
        var builder = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, ALGORITHMS))
                .setVerificationKeyResolver(keys)
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .setAllowedClockSkewInSeconds(settings.clockSkewSeconds());
        if (settings.audiences().isEmpty()) {
            builder.setSkipDefaultAudienceValidation();
        } else {
            builder.setExpectedAudience(settings.audiences().toArray(new String[0]));
        }
        settings.issuer().ifPresent(builder::setExpectedIssuer);
        this.consumer = builder.build();
    }

    OAuthBearerToken validate(String token) throws InvalidJwtException {
        JwtClaims claims = consumer.processToClaims(token);
        try {
            String principal = claims.getStringClaimValue(settings.principalClaim());
            if (principal == null || principal.isBlank()) {
                throw new MalformedClaimException("no " + settings.principalClaim());
            }
            NumericDate issued = claims.getIssuedAt();
            return new BasicOAuthBearerToken(
                    token,
                    scope(claims.getClaimValue(settings.scopeClaim())),
                    claims.getExpirationTime().getValueInMillis(),
                    principal.trim(),
                    issued == null ? null : issued.getValueInMillis());
        } catch (MalformedClaimException | RuntimeException e) {
            throw new InvalidJwtException(
                    WRONG_CLAIM, new ErrorCodeValidator.Error(ErrorCodes.MISCELLANEOUS, WRONG_CLAIM), e, null);
        }
    }

    /** What was wrong, as numbers of the library: sentences might quote the token. */
    static List<Integer> errorCodes(InvalidJwtException refused) {
        return refused.getErrorDetails().stream()
                .map(ErrorCodeValidator.Error::getErrorCode)
                .toList();
    }

    /** A list, or words in one text. */
    private static Set<String> scope(Object claim) {
        Set<String> scope = new HashSet<>();
        if (claim instanceof String words) {
            for (String word : words.trim().split(" +")) {
                scope.add(word);
            }
        } else if (claim instanceof List<?> list) {
            list.forEach(word -> scope.add(String.valueOf(word)));
        }
        scope.remove("");
        return scope;
    }
}
