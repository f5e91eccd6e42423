package io.millrace.broker.server.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JaasEntryTest {

    @Test
    void readsEntriesWithTheirOptions() {
        // When
        List<JaasEntry> entries =
                JaasEntry.parse(JaasEntry.PLAIN + " required\n  user_a=\"x;=\\\"y\" user_b='z' ; // end\n"
                        + JaasEntry.SCRAM + " optional /* nothing */;");

        // Then
        assertThat(entries).extracting(JaasEntry::module).containsExactly(JaasEntry.PLAIN, JaasEntry.SCRAM);
        assertThat(entries.get(0).options()).isEqualTo(Map.of("user_a", "x;=\"y", "user_b", "z"));
        assertThat(entries.get(0).toString()).doesNotContain("x;=");
    }

    @Test
    void refusesEveryOtherModuleWithoutLoadingIt() {
        for (String module : List.of(
                "com.sun.security.auth.module.JndiLoginModule",
                "com.sun.security.auth.module.LdapLoginModule",
                "com.sun.security.auth.module.Krb5LoginModule",
                "PlainLoginModule")) {
            assertThatThrownBy(() -> JaasEntry.parse(module + " required user.provider.url=\"ldap://evil\";"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(module, "not allowed")
                    .hasMessageNotContaining("ldap://evil");
        }
        assertThatThrownBy(() -> JaasEntry.parse(
                        JaasEntry.PLAIN + " required user_a=b; com.sun.security.auth.module.JndiLoginModule required;"))
                .hasMessageContaining("not allowed");
    }

    @Test
    void saysWhatIsWrongWithoutSecrets() {
        assertRefused(JaasEntry.PLAIN, "control flag");
        assertRefused(JaasEntry.PLAIN + " always user_a=b;", "must be required");
        assertRefused(JaasEntry.PLAIN + " required user_a=secret", "ends with ;");
        assertRefused(JaasEntry.PLAIN + " required user_a=\"secret", "not closed");
        assertRefused(JaasEntry.PLAIN + " required user_a secret;", "no value");
        assertRefused(JaasEntry.PLAIN + " required user_a=x user_a=secret;", "twice");
    }

    private static void assertRefused(String text, String reason) {
        assertThatThrownBy(() -> JaasEntry.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("secret");
    }
}
