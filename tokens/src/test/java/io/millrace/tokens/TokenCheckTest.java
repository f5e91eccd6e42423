package io.millrace.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testing.TestingIssuer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCheckTest {
    private static final TestingIssuer ISSUER = new TestingIssuer();
    private static final IssuerKeys.Refresh REFRESH = new IssuerKeys.Refresh(60_000, 1_000, 1_000);

    @TempDir
    Path folder;

    private IssuerKeys keys;

    @BeforeEach
    void publish() throws Exception {
        keys = IssuerKeys.open(ISSUER.publish(folder.resolve("keys.json")).toUri(), REFRESH, Optional.empty());
    }

    @AfterEach
    void close() {
        keys.close();
    }

    private TokenCheck check(String claim) {
        return new TokenCheck(
                new TokenRules(List.of("others", TestingIssuer.AUDIENCE), TestingIssuer.NAME, claim, 10),
                keys.resolver());
    }

    private void refused(String token, String reason) {
        assertThatThrownBy(() -> check("sub").principal(token))
                .as(token)
                .isInstanceOf(RefusedTokenException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void readsWhoATokenIsOf() throws Exception {
        assertThat(check("sub").principal(ISSUER.token("carol"))).isEqualTo("carol");
        String other = ISSUER.token("carol", claims -> claims.setStringClaim("email", " carol@example.org "));
        assertThat(check("email").principal(other)).isEqualTo("carol@example.org");
    }

    @Test
    void refusesTokensThatNobodyHasSigned() {
        for (String forged : ISSUER.forged("carol")) {
            refused(forged, "");
        }
        refused("", "no signed JSON web token");
        refused("a.b", "no signed JSON web token");
        refused("a.b.c.d.e", "no signed JSON web token");
        refused("a.b.c", "no key of the issuer has signed it");
        refused("a." + "b".repeat(20_000) + ".c", "no signed JSON web token");
    }

    @Test
    void refusesTokensOfAnotherTimePlaceOrIssuer() {
        refused(ISSUER.tokenExpiring("carol", -11), "expired");
        refused(ISSUER.token("carol", claims -> claims.setNotBeforeMinutesInThePast(-5)), "not valid yet");
        refused(ISSUER.token("carol", claims -> claims.unsetClaim("exp")), "when it expires");
        refused(ISSUER.token("carol", claims -> claims.unsetClaim("iat")), "when it expires");
        refused(ISSUER.tokenForAudience("carol", "billing"), "another audience");
        refused(ISSUER.token("carol", claims -> claims.unsetClaim("aud")), "another audience");
        refused(ISSUER.token("carol", claims -> claims.setIssuer("https://evil.example")), "another issuer");
        refused(ISSUER.token("carol", claims -> claims.unsetClaim("iss")), "another issuer");
        refused(ISSUER.token("carol", claims -> claims.unsetClaim("sub")), "no claim sub");
        refused(ISSUER.token(" "), "no claim sub");
        refused(ISSUER.token("carol", claims -> claims.setClaim("sub", List.of("carol"))), "");
        refused(ISSUER.token("carol", claims -> claims.setClaim("exp", "soon")), "");
    }

    @Test
    void allowsForClocksThatDiffer() throws Exception {
        TokenCheck patient = new TokenCheck(
                new TokenRules(List.of(TestingIssuer.AUDIENCE), TestingIssuer.NAME, "sub", 3_600), keys.resolver());
        assertThat(patient.principal(ISSUER.tokenExpiring("carol", -600))).isEqualTo("carol");
    }

    @Test
    void refusesAKeyThatTheIssuerDoesNotHave() {
        TestingIssuer other = new TestingIssuer();
        refused(other.token("carol"), "no key of the issuer has signed it");
        other.renewKey("../../k1");
        refused(other.token("carol"), "no key of the issuer has signed it");
    }

    @Test
    void refusesTheOtherAlphabetsSpelling() {
        String token = ISSUER.token("carol");
        while (token.indexOf('_', token.lastIndexOf('.')) < 0) {
            token = ISSUER.token("carol");
        }
        int at = token.lastIndexOf('_');
        refused(token.substring(0, at) + '/' + token.substring(at + 1), "no signed JSON web token");
    }

    @Test
    void refusesWhateverElseComes() {
        Random random = new Random(3);
        String good = ISSUER.token("carol");
        for (int i = 0; i < 500; i++) {
            char[] broken = good.toCharArray();
            int at = random.nextInt(broken.length - 1);
            char other = (char) (' ' + random.nextInt(90));
            if (other == broken[at]) {
                continue;
            }
            broken[at] = other;
            refused(new String(broken), "");
        }
    }

    @Test
    void saysNothingOfTheToken() {
        String token = ISSUER.tokenForAudience("carol", "a-secret-place");
        assertThatThrownBy(() -> check("sub").principal(token)).hasMessageNotContaining("secret");
    }
}
