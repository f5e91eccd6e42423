package io.millrace.connect.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.json.FastJsonConverter;
import io.millrace.connect.plugins.config.SecretResolver;
import io.millrace.connect.plugins.index.PluginKind;
import io.millrace.connect.plugins.validate.ConfigInfo;
import io.millrace.connect.plugins.validate.ConfigInfos;
import io.millrace.connect.plugins.validate.ConnectorValidator;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.storage.Converter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ThirdPartyPluginsTest {
    private static Plugins plugins;
    private static ConnectorValidator validator;

    @BeforeAll
    static void open() {
        plugins = Plugins.open(List.of(TestingPlugins.thirdParty()));
        validator = new ConnectorValidator(
                plugins, SecretResolver.open(plugins, Map.of()), Map.of(), Duration.ofSeconds(60));
    }

    @AfterAll
    static void close() {
        validator.close();
        plugins.close();
    }

    @Test
    void listsConnectorsOfOtherPeople() {
        // When
        List<String> connectors = plugins.descriptors().stream()
                .filter(descriptor -> descriptor.kind().isConnector())
                .map(PluginDescriptor::className)
                .toList();

        // Then
        assertThat(connectors)
                .contains(
                        "org.apache.kafka.connect.file.FileStreamSourceConnector",
                        "org.apache.kafka.connect.file.FileStreamSinkConnector",
                        "io.debezium.connector.postgresql.PostgresConnector",
                        "com.mongodb.kafka.connect.MongoSinkConnector",
                        "com.mongodb.kafka.connect.MongoSourceConnector")
                .doesNotHaveDuplicates();
    }

    @Test
    void tellsTheVersionsThatPluginsSay() {
        assertThat(plugins.version(plugins.connector("PostgresConnector"))).contains("3.7.0.Final");
        assertThat(plugins.version(plugins.connector("FileStreamSource"))).contains("4.3.1");
        assertThat(plugins.version(plugins.find(PluginKind.TRANSFORMATION, "RegexRouter")))
                .contains("4.3.1");
    }

    @Test
    void eachPluginLoadsFromItsOwnPlaceAndTheApiFromTheHub() {
        // When
        PluginHandle<Connector> debezium = plugins.newConnector("io.debezium.connector.postgresql.PostgresConnector");

        // Then
        assertThat(debezium.instance().getClass().getClassLoader()).isSameAs(debezium.loader());
        assertThat(debezium.loader().toString())
                .isNotEqualTo(getClass().getClassLoader().toString());
        ClassLoader during = debezium.call(connector -> Thread.currentThread().getContextClassLoader());
        assertThat(during).isSameAs(debezium.loader());
        assertThat(Thread.currentThread().getContextClassLoader()).isNotSameAs(debezium.loader());
    }

    @Test
    void builtInPluginsAreAlwaysThere() {
        assertThat(plugins.find(PluginKind.CONVERTER, "JsonConverter").location())
                .isEqualTo(PluginDescriptor.CLASSPATH);
        assertThat(plugins.find(PluginKind.CONVERTER, "org.apache.kafka.connect.storage.StringConverter"))
                .isNotNull();
        assertThat(plugins.find(PluginKind.CONVERTER, "ByteArray").className())
                .isEqualTo("org.apache.kafka.connect.converters.ByteArrayConverter");
        assertThat(plugins.find(PluginKind.HEADER_CONVERTER, "SimpleHeaderConverter"))
                .isNotNull();
        assertThat(plugins.find(PluginKind.CONFIG_PROVIDER, "FileConfigProvider"))
                .isNotNull();
        assertThat(plugins.find(PluginKind.OVERRIDE_POLICY, "Principal")).isNotNull();
        assertThat(plugins.find(PluginKind.PREDICATE, "TopicNameMatches")).isNotNull();
    }

    @Test
    void kafkasJsonConverterIsOurFasterOne() {
        PluginDescriptor named = plugins.find(PluginKind.CONVERTER, "org.apache.kafka.connect.json.JsonConverter");
        try (PluginHandle<Converter> handle = plugins.newInstance(named, Converter.class)) {
            assertThat(handle.instance()).isExactlyInstanceOf(FastJsonConverter.class);
            assertThat(handle.className()).isEqualTo("org.apache.kafka.connect.json.JsonConverter");
        }
        assertThat(plugins.version(named)).contains("4.3.1");
        assertThat(plugins.descriptors())
                .extracting(PluginDescriptor::className)
                .doesNotContain(FastJsonConverter.class.getName());
    }

    @Test
    void anUnknownClassIsAnsweredWithTheNearestName() {
        assertThatThrownBy(() -> plugins.connector("org.apache.kafka.connect.file.FileStreamSourceConector"))
                .isInstanceOf(UnknownPluginException.class)
                .hasMessageContaining("did you mean org.apache.kafka.connect.file.FileStreamSourceConnector");
        assertThatThrownBy(() -> plugins.connector("com.example.PostgresConnector"))
                .hasMessageContaining("io.debezium.connector.postgresql.PostgresConnector");
        assertThatThrownBy(() -> plugins.connector("Xyzzy")).hasMessageNotContaining("PluginDesc");
    }

    @Test
    void validatesTheFileSourceAsKafkaConnectDoes() {
        // Given
        Map<String, String> config = Map.of(
                "name", "f", "connector.class", "FileStreamSource", "topic", "t", "file", "/tmp/f", "tasks.max", "0");

        // When
        ConfigInfos verdict = validator.validate(config).join();

        // Then
        assertThat(verdict.name()).isEqualTo("org.apache.kafka.connect.file.FileStreamSourceConnector");
        assertThat(verdict.groups())
                .containsExactly(
                        "Common",
                        "Transforms",
                        "Predicates",
                        "Error Handling",
                        "Topic Creation",
                        "Exactly Once Support",
                        "offsets.topic");
        assertThat(verdict.errorCount()).isEqualTo(1);
        assertThat(errorsOf(verdict, "tasks.max")).singleElement().asString().contains("tasks.max");
        assertThat(verdict.configs().get(0).definition().name()).isEqualTo("name");
    }

    @Test
    void validatesDebeziumAndNamesItsMissingKeys() {
        // Given
        Map<String, String> config =
                Map.of("name", "cdc", "connector.class", "io.debezium.connector.postgresql.PostgresConnector");

        // When
        ConfigInfos verdict = validator.validate(config).join();

        // Then
        assertThat(errorsOf(verdict, "topic.prefix")).isNotEmpty();
        assertThat(errorsOf(verdict, "database.user")).isNotEmpty();
        assertThat(verdict.groups()).startsWith("Common", "Transforms", "Predicates", "Error Handling");
    }

    @Test
    void validatesTheMongoSinkWithATransformation() {
        // Given
        Map<String, String> config = new HashMap<>(Map.of(
                "name", "m",
                "connector.class", "com.mongodb.kafka.connect.MongoSinkConnector",
                "topics", "t",
                "connection.uri", "not a uri",
                "transforms", "cast,route",
                "transforms.cast.type", "org.apache.kafka.connect.transforms.Cast$Value",
                "transforms.cast.spec", "a:intt",
                "transforms.route.type", "RegexRoutr"));
        config.put("database", "d");

        // When
        ConfigInfos verdict = validator.validate(config).join();

        // Then
        assertThat(errorsOf(verdict, "connection.uri")).isNotEmpty();
        assertThat(errorsOf(verdict, "transforms.cast.spec")).isNotEmpty();
        assertThat(errorsOf(verdict, "transforms.route.type"))
                .singleElement()
                .asString()
                .contains("org.apache.kafka.connect.transforms.RegexRouter");
        assertThat(verdict.groups()).contains("Transforms: cast", "Transforms: route");
    }

    @Test
    void validatesMirrorMakerThroughTheStockNamesItReachesFor() {
        // Given
        Map<String, String> config = Map.of(
                "name", "mirror",
                "connector.class", "MirrorSourceConnector",
                "source.cluster.alias", "a",
                "target.cluster.alias", "b",
                "topics", "orders");

        // When
        ConfigInfos verdict = validator.validate(config).join();

        // Then
        assertThat(verdict.errors()).isEmpty();
        assertThat(verdict.configs())
                .anySatisfy(each -> assertThat(each.value().name()).isEqualTo("sync.topic.acls.enabled"));
    }

    static List<String> errorsOf(ConfigInfos verdict, String key) {
        return verdict.configs().stream()
                .filter(config -> config.value().name().equals(key))
                .map(ConfigInfo::value)
                .flatMap(value -> value.errors().stream())
                .toList();
    }
}
