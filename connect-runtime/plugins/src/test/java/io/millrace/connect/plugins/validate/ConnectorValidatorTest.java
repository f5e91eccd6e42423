package io.millrace.connect.plugins.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.TestingPlugins;
import io.millrace.connect.plugins.config.SecretResolver;
import io.millrace.connect.plugins.index.PluginKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectorValidatorTest {
    /** A converter of everything that refuses its settings in the way that they tell. */
    private static final String FUSSY = """
            package test;
            import java.util.*;
            import org.apache.kafka.common.config.*;
            import org.apache.kafka.connect.data.*;
            import org.apache.kafka.connect.errors.*;
            public class Fussy implements org.apache.kafka.connect.storage.Converter,
                    org.apache.kafka.connect.storage.HeaderConverter {
                private String of = "header";
                private boolean open;
                public ConfigDef config() { return new ConfigDef(); }
                public String version() { return "1"; }
                public void configure(Map<String, ?> config) {
                    String how = (String) config.get("refuse");
                    open = true;
                    switch (how) {
                        case "hang" -> {
                            try {
                                new java.util.concurrent.CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                throw new ConfigException("too late");
                            }
                        }
                        case "key" -> throw new ConfigException("refuse", how, "not so");
                        case "data" -> throw new DataException("no such configuration anywhere");
                        case "missing" -> throw new ConfigException(
                            "Missing required configuration \\"absent\\" which has no default value.");
                        default -> throw new ConnectException(how);
                    }
                }
                public void configure(Map<String, ?> config, boolean isKey) {
                    of = isKey ? "key" : "value";
                    configure(config);
                }
                public byte[] fromConnectData(String topic, Schema schema, Object value) { return null; }
                public SchemaAndValue toConnectData(String topic, byte[] value) { return null; }
                public byte[] fromConnectHeader(String topic, String key, Schema schema, Object value) { return null; }
                public SchemaAndValue toConnectHeader(String topic, String key, byte[] value) { return null; }
                public void close() {
                    System.setProperty("test.fussy", of + " closed");
                    if (!open) {
                        throw new NoClassDefFoundError("never configured");
                    }
                    throw new NullPointerException("half configured");
                }
            }
            """;

    @TempDir
    static Path folder;

    private static Plugins plugins;
    private static SecretResolver secrets;
    private static ConnectorValidator validator;
    /** For converters, whose trials get a part of the time only. */
    private static ConnectorValidator patient;

    @BeforeAll
    static void open() throws Exception {
        source("Hanging", "try { Thread.sleep(600_000); } catch (InterruptedException e) { } return null;");
        source("Throwing", "throw new IllegalStateException(\"no login with \" + config.get(\"secret.password\"));");
        source("Plain", "return super.validate(config);");
        // The same class in two locations: only their versions tell which one is meant.
        for (String location : List.of("twofold-a", "twofold-b")) {
            TestingPlugins.compile(
                    folder.resolve("plugins").resolve(location),
                    "test.Twofold",
                    TestingPlugins.sourceConnector("test", "Twofold", "1", "return super.validate(config);")
                            .replace(
                                    "return \"1\";",
                                    "System.setProperty(\"test.twofold\", Thread.currentThread().getName());"
                                            + " return \"1\";"),
                    List.of());
        }
        TestingPlugins.compile(folder.resolve("plugins").resolve("fussy"), "test.Fussy", FUSSY, List.of());
        plugins = Plugins.open(List.of(folder.resolve("plugins")));
        Files.writeString(folder.resolve("secrets.properties"), "db=hunter2hunter2\n");
        Map<String, String> worker = Map.of(
                "config.providers", "file",
                "config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider",
                "connector.client.config.override.policy", "Principal");
        secrets = SecretResolver.open(plugins, worker);
        validator = new ConnectorValidator(plugins, secrets, worker, Duration.ofSeconds(5));
        patient = new ConnectorValidator(plugins, secrets, worker, Duration.ofMinutes(2));
    }

    @AfterAll
    static void close() {
        validator.close();
        patient.close();
        secrets.close();
        plugins.close();
    }

    @Test
    void aHangingPluginTimesOutAndLeavesOthersAnswering() throws Exception {
        // Given
        List<CompletableFuture<ConfigInfos>> hanging = new ArrayList<>();
        for (int i = 0; i < PluginLanes.THREADS_PER_LANE * 3; i++) {
            hanging.add(validator.validate(config("Hanging")));
        }

        // When
        ConfigInfos plain = validator.validate(config("Plain")).join();

        // Then
        assertThat(plain.errorCount()).isZero();
        for (CompletableFuture<ConfigInfos> future : hanging) {
            assertThatThrownBy(() -> future.get(30, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(ValidationTimeoutException.class)
                    .hasMessageContaining("5000 ms");
        }
    }

    @Test
    void whoAsksDoesNotRunTheCodeThatTellsVersions() {
        // Given
        Map<String, String> config = config("Twofold");

        // When
        assertThat(plugins.knownConnector("test.Twofold").orElseThrow().kind()).isEqualTo(PluginKind.SOURCE);
        assertThat(System.getProperty("test.twofold")).isNull();
        ConfigInfos verdict = validator.validate(config).join();

        // Then
        assertThat(verdict.errorCount()).isZero();
        assertThat(System.getProperty("test.twofold")).isEqualTo("connect-validate-Twofold");
    }

    @Test
    void aConnectorThatThrowsIsReportedWithoutItsSecrets() {
        // Given
        Map<String, String> config = config("Throwing");
        config.put("secret.password", "${file:" + folder.resolve("secrets.properties") + ":db}");

        // When
        ConfigInfos verdict = validator.validate(config).join();

        // Then
        assertThat(verdict.errors()).singleElement().asString().contains("no login with [hidden]");
        assertThat(verdict.toString()).doesNotContain("hunter2");
    }

    @Test
    void aReferenceThatTheProviderCannotResolveIsNamed() {
        // Given
        Map<String, String> config = config("Plain");
        config.put("secret.password", "${file:" + folder.resolve("secrets.properties") + ":absent}");

        // When, Then
        assertThatThrownBy(() -> validator.validate(config).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ConfigException.class)
                .hasMessageContaining("absent")
                .hasMessageContaining("secret.password");
    }

    @Test
    void theOverridePolicyJudgesEachKey() {
        // Given
        Map<String, String> config = config("Plain");
        config.put("producer.override.acks", "0");
        config.put("producer.override.sasl.jaas.config", PlainLoginModule.class.getName() + " required;");

        // When
        ConfigInfos verdict = validator.validate(config).join();

        // Then
        assertThat(verdict.errors())
                .singleElement()
                .asString()
                .contains("'acks'")
                .contains("Principal");
        assertThat(verdict.configs())
                .anySatisfy(info -> assertThat(info.value().name()).isEqualTo("producer.override.acks"));
    }

    @Test
    void aKeyThatNobodyReadsIsAWarningWithTheNearestName() {
        // Given
        Map<String, String> config = config("Plain");
        config.put("task.max", "3");

        // When
        ConfigInfos verdict = validator.validate(config).join();

        // Then
        assertThat(verdict.errorCount()).isZero();
        assertThat(verdict.warnings())
                .singleElement()
                .asString()
                .contains("task.max")
                .contains("tasks.max");
    }

    @Test
    void topicCreationNeedsItsDefaultGroup() {
        // Given
        Map<String, String> config = config("Plain");
        config.put("topic.creation.groups", "big");
        config.put("topic.creation.default.partitions", "0");
        config.put("topic.creation.big.include", "(");

        // When
        ConfigInfos verdict = validator.validate(config).join();

        // Then
        assertThat(verdict.errors())
                .anySatisfy(error -> assertThat(error).contains("topic.creation.default.replication.factor"))
                .anySatisfy(error -> assertThat(error).contains("topic.creation.default.partitions"))
                .anySatisfy(error -> assertThat(error).contains("topic.creation.big.include"))
                .hasSize(3);
    }

    @Test
    void exactlyOnceCannotBeRequiredOfAConnectorThatDoesNotSaySo() {
        // Given
        Map<String, String> config = config("Plain");
        config.put("exactly.once.support", "required");

        // When
        ConfigInfos verdict = validator.validate(config).join();

        // Then
        assertThat(verdict.errorCount()).isOne();
        assertThat(verdict.refusal())
                .contains("1 error(s)")
                .contains("does not say whether it can deliver exactly once");
    }

    @Test
    void converterKeysAreJudgedByTheConverter() {
        // Given
        Map<String, String> config = config("Plain");
        config.put("value.converter", "JsonConverter");
        config.put("value.converter.schemas.enable", "maybe");

        // When
        ConfigInfos verdict = validator.validate(config).join();

        // Then
        assertThat(verdict.errors()).singleElement().asString().contains("schemas.enable");
    }

    @Test
    void aBrokenSchemaOfTheJsonConverterIsFoundBeforeTheTaskStarts() {
        for (String content : List.of("{", "5", "{\"type\":\"no-type\"}", "{\"type\":\"struct\",\"fields\":{}}")) {
            // Given
            Map<String, String> config = config("Plain");
            config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
            config.put("value.converter.schema.content", content);

            // When
            ConfigInfos verdict = patient.validate(config).join();

            // Then
            assertThat(errors(verdict, "value.converter.schema.content"))
                    .singleElement()
                    .asString()
                    .contains("schema.content", "no schema");
            assertThat(verdict.errorCount()).isOne();
        }
    }

    @Test
    void aGoodSchemaOfTheJsonConverterIsTaken() {
        Map<String, String> config = config("Plain");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schema.content", "{\"type\":\"string\"}");
        assertThat(validator.validate(config).join().errors()).isEmpty();
    }

    @Test
    void whatAConverterSaysOfItsSettingsIsShownWhereItBelongs() {
        // Given
        Map<String, String> config = config("Plain");
        config.put("key.converter", "test.Fussy");
        config.put("value.converter", "test.Fussy");
        config.put("header.converter", "test.Fussy");
        config.put("key.converter.refuse", "key");
        config.put("value.converter.refuse", "data");
        config.put("header.converter.refuse", "missing");

        // When
        ConfigInfos verdict = patient.validate(config).join();

        // Then
        assertThat(errors(verdict, "key.converter.refuse"))
                .containsExactly("Invalid value key for configuration refuse: not so");
        assertThat(errors(verdict, "value.converter")).containsExactly("no such configuration anywhere");
        assertThat(errors(verdict, "header.converter.absent"))
                .singleElement()
                .asString()
                .contains("absent");
        assertThat(verdict.errorCount()).isEqualTo(3);
    }

    @Test
    void aConverterWhoseServiceIsAwayRefusesNothingAndIsClosed() {
        // Given
        Map<String, String> config = config("Plain");
        config.put("value.converter", "test.Fussy");
        config.put("value.converter.refuse", "away");
        System.clearProperty("test.fussy");

        // When
        ConfigInfos verdict = patient.validate(config).join();

        // Then
        assertThat(verdict.errors()).isEmpty();
        assertThat(System.getProperty("test.fussy")).isEqualTo("value closed");
    }

    @Test
    void aConverterThatSaysNothingRefusesNothingAndHidesNoErrorOfOthers() {
        // Given
        Map<String, String> config = config("Plain");
        config.put("key.converter", "test.Fussy");
        config.put("key.converter.refuse", "hang");
        config.put("value.converter", "test.Fussy");
        config.put("value.converter.refuse", "data");

        // When
        ConfigInfos verdict = patient.validate(config).join();

        // Then
        assertThat(verdict.errors()).containsExactly("no such configuration anywhere");
    }

    private static List<String> errors(ConfigInfos verdict, String key) {
        return verdict.configs().stream()
                .filter(config -> config.value().name().equals(key))
                .flatMap(config -> config.value().errors().stream())
                .toList();
    }

    @Test
    void aConfigurationWithoutAClassCannotBeJudged() {
        assertThatThrownBy(() -> validator.validate(Map.of("name", "x")).join())
                .hasCauseInstanceOf(ConfigException.class)
                .hasMessageContaining("connector.class");
    }

    private static Map<String, String> config(String simpleName) {
        return new HashMap<>(Map.of("name", "c", "connector.class", "test." + simpleName));
    }

    private static void source(String name, String validate) throws Exception {
        TestingPlugins.compile(
                folder.resolve("plugins").resolve(name),
                "test." + name,
                TestingPlugins.sourceConnector("test", name, "1", validate),
                List.of());
    }

    @Test
    void aReferenceThatItsProviderCannotReadIsTheAuthorsMistake() {
        Map<String, String> config = new HashMap<>(config("Plain"));
        config.put("mode", "${file:/tmp/a\0b:word}");
        assertThatThrownBy(() -> validator.validate(config).join())
                .hasCauseInstanceOf(ConfigException.class)
                .hasMessageContaining("does not understand");
    }
}
