package io.millrace.registry.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;

class RegistryTlsTest {
    @Test
    void whoSetsNothingTrustsWhomTheJvmTrusts() {
        assertThat(RegistryTls.of(Map.of("schema.registry.url", "https://r:1", "ssl.truststore.location", "x")))
                .as("without the prefix it is somebody else's")
                .isEmpty();
        assertThat(RegistryTls.of(Map.of("schema.registry.ssl.endpoint.identification.algorithm", "https")))
                .isEmpty();
    }

    @Test
    void aStoreThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> RegistryTls.of(Map.of(
                        "schema.registry.ssl.truststore.location",
                        "/nowhere/trust.p12",
                        "schema.registry.ssl.truststore.password",
                        new Password("secret"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.registry.ssl.")
                .hasMessageContaining("/nowhere/trust.p12")
                .hasMessageNotContaining("secret");
    }

    @Test
    void whatWouldHaveNoEffectIsRefused() {
        assertThatThrownBy(() -> RegistryTls.of(Map.of("schema.registry.ssl.endpoint.identification.algorithm", "")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("always compared");
        assertThatThrownBy(() -> RegistryTls.of(Map.of("schema.registry.ssl.cipher.suites", "x")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.registry.ssl.truststore.location");
    }

    @Test
    void aConverterShowsTheKeysAndHidesPasswords() {
        ConfigDef keys = RegistryTls.define(new ConfigDef());
        assertThat(keys.names())
                .contains("schema.registry.ssl.truststore.location", "schema.registry.ssl.key.password")
                .doesNotContain("schema.registry.ssl.cipher.suites");
        assertThat(keys.configKeys().get("schema.registry.ssl.truststore.password").type)
                .isEqualTo(ConfigDef.Type.PASSWORD);
        assertThat(keys.configKeys().get("schema.registry.ssl.truststore.type").defaultValue)
                .isNull();
    }
}
