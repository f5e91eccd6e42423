package io.millrace.http.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.http.ConfigException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListenAddressTest {
    private static final String STANDARD = "http://127.0.0.1:8081";

    private static ListenAddress of(Map<String, String> properties) {
        return ListenAddress.of(properties, STANDARD, "delete everything");
    }

    @Test
    void thisMachineAloneIsAskedNothing() {
        ListenAddress address = of(Map.of());
        assertThat(address.host()).isEqualTo("127.0.0.1");
        assertThat(address.port()).isEqualTo(8081);
        assertThat(address.local()).isTrue();
        assertThat(address.asks()).isFalse();
        assertThat(address.url(7)).isEqualTo("http://127.0.0.1:7");
        assertThat(of(Map.of("rest.authentication.users", "users")).asks()).isTrue();
        assertThat(of(Map.of("rest.authentication.oauthbearer.expected.issuer", "i"))
                        .asks())
                .isTrue();
    }

    @Test
    void otherMachinesAreAskedOverHttpsOrNotLetIn() {
        assertThatThrownBy(() -> of(Map.of("listeners", "http://0.0.0.0:1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("delete everything")
                .hasMessageContaining("set rest.authentication.users, or rest.authentication.oauthbearer.");
        assertThatThrownBy(() -> of(Map.of("listeners", "http://0.0.0.0:1", "rest.authentication.users", "users")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("plain text: use https");
        ListenAddress insecure =
                of(Map.of("listeners", "http://0.0.0.0:1", "rest.listener.insecure", "true", "host.name", "me"));
        assertThat(insecure.local()).isFalse();
        assertThat(insecure.advertisedHost()).isEqualTo("me");
    }

    @Test
    void whatIsNoAddressIsSaid() {
        for (String each :
                new String[] {"nonsense", "ftp://localhost:1", "http://localhost", "http://localhost:70000"}) {
            assertThatThrownBy(() -> of(Map.of("listeners", each)))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(STANDARD);
        }
        assertThatThrownBy(() -> of(Map.of("listeners", STANDARD + "," + STANDARD)))
                .hasMessageContaining("only one listener");
        assertThatThrownBy(() -> of(Map.of("listeners", "https://localhost:1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ssl.keystore.location");
    }
}
