package io.millrace.acls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.http.ConfigException;
import org.junit.jupiter.api.Test;

class PrincipalNamesTest {
    @Test
    void aRuleMakesANameAndWhatFitsNoneHasNone() {
        PrincipalNames names = PrincipalNames.of("ssl.principal.mapping.rules", "RULE:^CN=(.*?),O=Shop$/$1/L");
        assertThat(names.apply("CN=Ann,O=Shop")).isEqualTo("ann");
        assertThat(names.apply("CN=Ann,O=Other")).isEmpty();
        assertThat(PrincipalNames.of("ssl.principal.mapping.rules", "DEFAULT").apply("CN=Ann,O=Shop"))
                .isEqualTo("CN=Ann,O=Shop");
    }

    @Test
    void aRuleThatCannotBeReadIsNamed() {
        assertThatThrownBy(() -> PrincipalNames.of("ssl.principal.mapping.rules", "RULE:^CN=(.*"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ssl.principal.mapping.rules");
    }
}
