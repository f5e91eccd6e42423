package io.millrace.connect.plugins.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretKeysTest {
    private static final ConfigDef DEFINITION = new ConfigDef()
            .define("odd.name", ConfigDef.Type.PASSWORD, ConfigDef.Importance.LOW, "")
            .define("topic", ConfigDef.Type.STRING, ConfigDef.Importance.LOW, "")
            .define("old.password", ConfigDef.Type.STRING, ConfigDef.Importance.LOW, "");

    private final SecretKeys told = SecretKeys.defined(DEFINITION.configKeys());
    private final SecretKeys untold = SecretKeys.untold(DEFINITION.configKeys().values());

    @ParameterizedTest
    @CsvSource({
        "odd.name, true, true",
        "topic, false, false",
        "old.password, true, true",
        "aws.secret.access.key, true, true",
        "AWS_SECRET_ACCESS_KEY, true, true",
        "hadoop.fs.azure.account.key, true, true",
        "value.converter.basic.auth.user.info, true, true",
        "producer.override.sasl.jaas.config, true, true",
        "consumer.override.ssl.key.password, true, true",
        "admin.override.ssl.keystore.key, true, true",
        "producer.override.acks, false, false",
        "message.key.columns, false, true",
        "password.file.path, false, true"
    })
    void knowsSecretsByTypeByNameAndWithoutTheirPluginHidesTheRest(String key, boolean whenTold, boolean whenUntold) {
        assertThat(told.contains(key)).isEqualTo(whenTold);
        assertThat(untold.contains(key)).isEqualTo(whenUntold);
    }

    @ParameterizedTest
    @CsvSource({
        "hunter2, [hidden]",
        "'', ''",
        "${file:/a:b}, ${file:/a:b}",
        "${env:A}${env:B}, ${env:A}${env:B}",
        "x${env:A}, [hidden]",
        "${unclosed, [hidden]"
    })
    void hidesValuesButNotReferencesToThem(String value, String shown) {
        assertThat(told.masked(Map.of("odd.name", value))).containsExactly(Map.entry("odd.name", shown));
    }

    @Test
    void putsBackWhatIsStoredAndRefusesAMaskOfNothing() {
        Map<String, String> stored = Map.of("odd.name", "hunter2", "topic", "t");
        assertThat(MaskedValues.restored(Map.of("odd.name", "[hidden]", "topic", "u"), stored))
                .isEqualTo(Map.of("odd.name", "hunter2", "topic", "u"));
        assertThatThrownBy(() -> MaskedValues.restored(Map.of("other", "[hidden]"), stored))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("other");
    }
}
