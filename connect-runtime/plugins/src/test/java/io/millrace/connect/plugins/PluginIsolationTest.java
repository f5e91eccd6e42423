package io.millrace.connect.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.connect.plugins.index.PluginKind;
import io.millrace.testing.CompiledSources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginIsolationTest {
    private static final String JACKSON_USER = """
            package carried;
            import com.fasterxml.jackson.databind.ObjectMapper;
            import java.util.Map;
            import org.apache.kafka.common.config.ConfigDef;
            import org.apache.kafka.connect.connector.ConnectRecord;
            import org.apache.kafka.connect.transforms.Transformation;
            public class JacksonUser<R extends ConnectRecord<R>> implements Transformation<R> {
                public R apply(R r) {
                    ObjectMapper mapper = new ObjectMapper().findAndRegisterModules();
                    String text = mapper.version() + " " + mapper.getRegisteredModuleIds();
                    return r.newRecord(r.topic(), r.kafkaPartition(), null, null, null, text, r.timestamp());
                }
                public ConfigDef config() { return new ConfigDef(); }
                public void configure(Map<String, ?> config) {}
                public void close() {}
            }
            """;

    @Test
    void aPluginThatCarriesItsOwnJacksonFindsItsOwnModules(@TempDir Path pluginPath) throws Exception {
        // Given
        Path plugin = pluginPath.resolve("jackson-user");
        TestingPlugins.compile(plugin, "carried.JacksonUser", JACKSON_USER, TestingPlugins.otherJackson());
        CompiledSources.jar(plugin, pluginPath.resolve("with-jars/user.jar"));
        for (Path library : TestingPlugins.otherJackson()) {
            Files.copy(library, pluginPath.resolve("with-jars").resolve(library.getFileName()));
        }
        assertThat(JsonMapper.builder().findAndAddModules().build().version().toString())
                .isNotEqualTo("2.17.3");
        assertThat(ObjectMapper.findModules()).isNotEmpty();

        // When
        String seen;
        try (Plugins plugins =
                Plugins.open(List.of(pluginPath.resolve("with-jars").getParent()))) {
            PluginDescriptor descriptor = plugins.descriptors().stream()
                    .filter(found -> found.className().equals("carried.JacksonUser"))
                    .filter(found -> found.location().endsWith("with-jars"))
                    .findFirst()
                    .orElseThrow();
            PluginHandle<Transformation<?>> handle = plugins.newTransformation(descriptor);
            SourceRecord record = new SourceRecord(Map.of(), Map.of(), "t", null, null);
            seen = handle.call(
                    transformation -> applied(transformation, record).value().toString());
        }

        // Then
        assertThat(seen).startsWith("2.17.3").contains("jdk8");
    }

    @Test
    void theHubsOwnLibrariesCannotBeSeen(@TempDir Path pluginPath) throws Exception {
        // Given
        TestingPlugins.compile(
                pluginPath.resolve("bare"),
                "bare.Bare",
                TestingPlugins.sourceConnector("bare", "Bare", "1", "return super.validate(config);"),
                List.of());

        // When
        try (Plugins plugins = Plugins.open(List.of(pluginPath))) {
            ClassLoader loader = plugins.connector("bare.Bare").loader();

            // Then
            assertThatThrownBy(() -> loader.loadClass("com.fasterxml.jackson.databind.ObjectMapper"))
                    .isInstanceOf(ClassNotFoundException.class);
            assertThatThrownBy(() -> loader.loadClass("io.millrace.connect.plugins.Plugins"))
                    .isInstanceOf(ClassNotFoundException.class);
            assertThat(loader.getResource("META-INF/services/com.fasterxml.jackson.databind.Module"))
                    .isNull();
            assertThat(loader.getResources("META-INF/services/com.fasterxml.jackson.databind.Module")
                            .hasMoreElements())
                    .isFalse();
            assertThat(loader.getResource("com/fasterxml/jackson/databind/ObjectMapper.class"))
                    .isNull();
            assertThat(loader.loadClass("org.apache.kafka.connect.runtime.InternalSinkRecord"))
                    .isNotNull();
            assertThat(loader.loadClass("org.slf4j.Logger")).isSameAs(org.slf4j.Logger.class);
            assertThat(loader.loadClass("org.apache.kafka.connect.json.JsonConverter"))
                    .isNotNull();
        }
    }

    @Test
    void aCopyOfWhatTheHubHasDoesNotTakeItsPlace(@TempDir Path pluginPath) throws Exception {
        // Given
        String json = "org.apache.kafka.connect.json.JsonConverter";
        Path jar = Path.of(JsonConverter.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Files.copy(jar, Files.createDirectory(pluginPath.resolve("copy")).resolve("connect-json.jar"));

        // When
        try (Plugins plugins = Plugins.open(List.of(pluginPath))) {
            // Then
            assertThat(plugins.descriptors())
                    .filteredOn(found -> found.className().equals(json) && found.kind() == PluginKind.CONVERTER)
                    .hasSize(2);
            assertThat(plugins.find(PluginKind.CONVERTER, json).location()).isEqualTo(PluginDescriptor.CLASSPATH);
        }
    }

    @Test
    void twoVersionsOfOneClassDoNotMix(@TempDir Path pluginPath) throws Exception {
        // Given
        for (String version : List.of("1.9", "1.10", "1.2")) {
            TestingPlugins.compile(
                    pluginPath.resolve("p" + version),
                    "twice.Twice",
                    TestingPlugins.sourceConnector("twice", "Twice", version, "return super.validate(config);"),
                    List.of());
        }

        // When
        try (Plugins plugins = Plugins.open(List.of(pluginPath))) {
            List<PluginDescriptor> all = plugins.descriptors().stream()
                    .filter(found -> found.className().equals("twice.Twice"))
                    .toList();

            // Then
            assertThat(all)
                    .extracting(found -> plugins.version(found).orElseThrow())
                    .containsExactlyInAnyOrder("1.9", "1.10", "1.2");
            String newest = plugins.newConnector("Twice").call(connector -> connector.version());
            assertThat(newest).isEqualTo("1.10");
            assertThat(all.get(0).loader().loadClass("twice.Twice"))
                    .isNotSameAs(all.get(1).loader().loadClass("twice.Twice"));
        }
    }

    @Test
    void aDeclaredAliasAnswersOnlyWhileTheRealClassIsAbsent(@TempDir Path pluginPath) throws Exception {
        // Given
        Path ours = pluginPath.resolve("a/ours");
        TestingPlugins.compile(
                ours, "ours.Sink", TestingPlugins.sourceConnector("ours", "Sink", "1", "return null;"), List.of());
        Files.createDirectories(ours.resolve("META-INF/millrace"));
        Files.writeString(ours.resolve("META-INF/millrace/aliases.properties"), "peer.PeerSink=ours.Sink\n");
        TestingPlugins.compile(
                pluginPath.resolve("b/theirs"),
                "peer.PeerSink",
                TestingPlugins.sourceConnector("peer", "PeerSink", "1", "return null;"),
                List.of());

        // When
        try (Plugins alone = Plugins.open(List.of(pluginPath.resolve("a")));
                Plugins both = Plugins.open(List.of(pluginPath.resolve("a"), pluginPath.resolve("b")))) {
            // Then
            assertThat(alone.connector("peer.PeerSink").className()).isEqualTo("ours.Sink");
            assertThat(both.connector("peer.PeerSink").className()).isEqualTo("peer.PeerSink");
        }
    }

    @Test
    void anAliasThatTwoClassesShareIsRefusedWithBothNames(@TempDir Path pluginPath) throws Exception {
        // Given
        for (String name : List.of("one", "two")) {
            TestingPlugins.compile(
                    pluginPath.resolve(name),
                    name + ".Same",
                    TestingPlugins.sourceConnector(name, "Same", "1", "return null;"),
                    List.of());
        }

        // When
        try (Plugins plugins = Plugins.open(List.of(pluginPath))) {
            // Then
            assertThatThrownBy(() -> plugins.connector("Same"))
                    .isInstanceOf(UnknownPluginException.class)
                    .hasMessageContaining("one.Same")
                    .hasMessageContaining("two.Same");
            assertThat(plugins.find(PluginKind.SOURCE, "one.Same")).isNotNull();
        }
    }

    @SuppressWarnings("unchecked")
    private static SourceRecord applied(Transformation<?> transformation, SourceRecord record) {
        return ((Transformation<SourceRecord>) transformation).apply(record);
    }
}
