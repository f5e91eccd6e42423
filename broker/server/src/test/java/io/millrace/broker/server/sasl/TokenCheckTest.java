package io.millrace.broker.server.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.keys.HmacKey;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TokenCheckTest {

    private static RsaJsonWebKey key;

    private final OAuthSettings settings = new OAuthSettings(
            URI.create("https://issuer.example/keys"),
            1_000,
            1,
            1,
            List.of("kafka"),
            Optional.of("https://issuer.example"),
            "sub",
            "scp",
            10);

    @BeforeAll
    static void makeKey() throws Exception {
        key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId("k1");
    }

    @Test
    void readsWhoATokenIsOf() throws Exception {
        // Given
        JwtClaims claims = claims();
        claims.setStringListClaim("scp", "read", "write");

        // When
        OAuthBearerToken token = check().validate(signed(claims));

        // Then
        assertThat(token.principalName()).isEqualTo("carol");
        assertThat(token.scope()).containsExactlyInAnyOrder("read", "write");
        assertThat(token.lifetimeMs()).isEqualTo(claims.getExpirationTime().getValueInMillis());
    }

    @Test
    void refusesTokensThatNobodyHasSigned() throws Exception {
        // Given
        String body = claims().toJson();

        // When, Then
        assertRefused(part("{\"alg\":\"none\"}") + "." + part(body) + ".");
        var none = new JsonWebSignature();
        none.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        none.setAlgorithmHeaderValue("none");
        none.setPayload(body);
        assertRefused(none.getCompactSerialization());
        String good = signed(claims());
        assertRefused(good.substring(0, good.lastIndexOf('.') + 1));
        assertRefused("not.a.token");
        assertRefused("");
    }

    @Test
    void refusesThePublicKeyAsASharedSecret() throws Exception {
        // Given
        var token = new JsonWebSignature();
        token.setPayload(claims().toJson());
        token.setKeyIdHeaderValue("k1");
        token.setAlgorithmHeaderValue("HS256");
        token.setKey(new HmacKey(key.getPublicKey().getEncoded()));

        // When, Then
        assertRefused(token.getCompactSerialization());
    }

    @Test
    void refusesTokensOfAnotherTimePlaceOrIssuer() throws Exception {
        JwtClaims expired = claims();
        expired.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() - 11));
        assertRefused(signed(expired));
        JwtClaims early = claims();
        early.setNotBeforeMinutesInThePast(-5);
        assertRefused(signed(early));
        JwtClaims endless = claims();
        endless.unsetClaim("exp");
        assertRefused(signed(endless));
        JwtClaims elsewhere = claims();
        elsewhere.setAudience("billing");
        assertRefused(signed(elsewhere));
        JwtClaims foreign = claims();
        foreign.setIssuer("https://evil.example");
        assertRefused(signed(foreign));
        JwtClaims nobody = claims();
        nobody.unsetClaim("sub");
        assertRefused(signed(nobody));
    }

    @Test
    void refusesAKeyThatTheIssuerDoesNotHave() throws Exception {
        RsaJsonWebKey other = RsaJwkGenerator.generateJwk(2048);
        other.setKeyId("k1");
        assertRefused(sign(other, claims()));
        other.setKeyId("../../k1");
        assertRefused(sign(other, claims()));
    }

    private TokenCheck check() {
        return new TokenCheck(settings, new JwksVerificationKeyResolver(List.of(key)));
    }

    private void assertRefused(String token) {
        assertThatThrownBy(() -> check().validate(token)).isInstanceOf(InvalidJwtException.class);
    }

    private static JwtClaims claims() {
        var claims = new JwtClaims();
        claims.setSubject("carol");
        claims.setAudience("other", "kafka");
        claims.setIssuer("https://issuer.example");
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(10);
        return claims;
    }

    private static String signed(JwtClaims claims) throws Exception {
        return sign(key, claims);
    }

    private static String sign(RsaJsonWebKey signer, JwtClaims claims) throws Exception {
        var token = new JsonWebSignature();
        token.setPayload(claims.toJson());
        token.setKey(signer.getPrivateKey());
        token.setKeyIdHeaderValue(signer.getKeyId());
        token.setAlgorithmHeaderValue("RS256");
        return token.getCompactSerialization();
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
