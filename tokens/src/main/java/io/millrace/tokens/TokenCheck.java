package io.millrace.tokens;

import java.util.regex.Pattern;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.VerificationKeyResolver;

/**
 * Accepts a token when it is signed by a key of the issuer with an algorithm of public keys, is in force now, and is meant
 * for this server. A token without a signature is never accepted, whatever is set. Any thread.
 */
public final class TokenCheck {
    private static final int LENGTH_MAX = 16 * 1024;
    /**
     * Three parts of base64url (RFC 7515, section 3.1); encrypted tokens have five, and nobody here could read them. Decoders
     * also take the other alphabet's {@code +} and {@code /}, by which one token would have several spellings.
     */
    private static final Pattern SIGNED = Pattern.compile("[\\w-]++\\.[\\w-]++\\.[\\w-]++");

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
    private final String principalClaim;

    /** {@code keys} are those of the issuer, see {@link IssuerKeys}. */
    public TokenCheck(TokenRules rules, VerificationKeyResolver keys) {
        this.principalClaim = rules.principalClaim();
        this.consumer = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, ALGORITHMS))
                .setVerificationKeyResolver(keys)
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .setAllowedClockSkewInSeconds(rules.clockSkewSeconds())
                .setExpectedAudience(rules.audiences().toArray(new String[0]))
                .setExpectedIssuer(rules.issuer())
                .build();
    }

    /** The name of whom a token is of. */
    public String principal(String token) throws RefusedTokenException {
        if (token.length() > LENGTH_MAX || !SIGNED.matcher(token).matches()) {
            throw new RefusedTokenException("it is no signed JSON web token", null);
        }
        try {
            JwtClaims claims = consumer.processToClaims(token);
            String principal = claims.getStringClaimValue(principalClaim);
            if (principal == null || principal.isBlank()) {
                throw new RefusedTokenException("it has no claim " + principalClaim, null);
            }
            return principal.trim();
        } catch (InvalidJwtException e) {
            throw new RefusedTokenException(reason(e), e);
        } catch (MalformedClaimException e) {
            throw new RefusedTokenException("its claim " + principalClaim + " is no text", e);
        }
    }

    /** In words of ours: the library's might quote the token. */
    private static String reason(InvalidJwtException refused) {
        if (refused.hasErrorCode(ErrorCodes.EXPIRED)) {
            return "it has expired";
        }
        if (refused.hasErrorCode(ErrorCodes.NOT_YET_VALID)) {
            return "it is not valid yet";
        }
        if (refused.hasErrorCode(ErrorCodes.AUDIENCE_INVALID) || refused.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
            return "it is meant for another audience";
        }
        if (refused.hasErrorCode(ErrorCodes.ISSUER_INVALID) || refused.hasErrorCode(ErrorCodes.ISSUER_MISSING)) {
            return "it is of another issuer";
        }
        if (refused.hasErrorCode(ErrorCodes.EXPIRATION_MISSING) || refused.hasErrorCode(ErrorCodes.ISSUED_AT_MISSING)) {
            return "it does not say when it was issued, or when it expires";
        }
        return "no key of the issuer has signed it, or not by an algorithm of public keys";
    }
}
