package io.millrace.connect.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.plugins.PluginChanges.BrokenPlugin;
import io.millrace.connect.plugins.index.PluginKind;
import io.millrace.connect.plugins.loader.PluginClassLoader;
import io.millrace.testing.SamplePlugin;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.connect.connector.Connector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HotPluginsTest {
    @TempDir
    private Path folder;

    private Path pluginPath;
    private Path jar;
    private Plugins plugins;

    @BeforeEach
    void openEmpty() throws Exception {
        pluginPath = Files.createDirectories(folder.resolve("plugins"));
        jar = pluginPath.resolve("sample.jar");
        plugins = Plugins.open(List.of(pluginPath));
    }

    @AfterEach
    void close() {
        plugins.close();
    }

    @Test
    void aJarThatIsPutThereIsAPlugin() throws Exception {
        assertThatThrownBy(() -> plugins.connector(SamplePlugin.CONNECTOR)).isInstanceOf(UnknownPluginException.class);
        long before = plugins.edition();
        install("1.0");
        PluginChanges changes = refresh();
        assertThat(changes.added()).containsExactly(jar);
        assertThat(changes.broken()).isEmpty();
        assertThat(plugins.edition()).isGreaterThan(before);
        assertThat(plugins.descriptors())
                .extracting(PluginDescriptor::className)
                .contains(SamplePlugin.CONNECTOR);
        assertThat(versionOfNew()).isEqualTo("1.0");
        assertThat(refresh().added()).isEmpty();
    }

    @Test
    void whatWasMadeBeforeAReplacementKeepsItsClassesAndResources() throws Exception {
        install("1.0");
        refresh();
        PluginHandle<Connector> old = plugins.newConnector(SamplePlugin.CONNECTOR);
        PluginClassLoader oldLoader = (PluginClassLoader) old.loader();

        install("2.0");
        assertThat(refresh().replaced()).containsExactly(jar);

        try (PluginHandle<Connector> young = plugins.newConnector(SamplePlugin.CONNECTOR)) {
            assertThat(young.call(Connector::version)).isEqualTo("2.0");
            assertThat(laterOf(young)).isEqualTo("2.0 2.0");
            assertThat(old.call(Connector::version)).isEqualTo("1.0");
            assertThat(laterOf(old)).isEqualTo("1.0 1.0");
            assertThat(oldLoader.closed()).isFalse();
            assertThat(refresh().stillUsed()).containsExactly(jar);

            old.close();
            assertThat(oldLoader.closed()).isTrue();
            assertThat(refresh().stillUsed()).isEmpty();
            assertThat(laterOf(young)).isEqualTo("2.0 2.0");
        }
    }

    @Test
    void aRemovedPluginIsNotFoundAndStaysLoadedForWhoHasIt() throws Exception {
        install("1.0");
        refresh();
        PluginHandle<Connector> running = plugins.newConnector(SamplePlugin.CONNECTOR);
        Files.delete(jar);
        assertThat(refresh().removed()).containsExactly(jar);
        assertThatThrownBy(() -> plugins.connector(SamplePlugin.CONNECTOR)).isInstanceOf(UnknownPluginException.class);
        assertThat(laterOf(running)).isEqualTo("1.0 1.0");
        PluginClassLoader loader = (PluginClassLoader) running.loader();
        assertThat(loader.closed()).isFalse();
        running.close();
        assertThat(loader.closed()).isTrue();
        assertThatThrownBy(() -> plugins.newInstance(
                        new PluginDescriptor(PluginKind.SOURCE, SamplePlugin.CONNECTOR, jar.toString(), loader),
                        Connector.class))
                .hasMessageContaining("replaced or removed");
    }

    @Test
    void whatIsFoundCanBeMadeThoughItBeRemovedInBetween() throws Exception {
        install("1.0");
        refresh();
        PluginClassLoader loader =
                (PluginClassLoader) plugins.connector(SamplePlugin.CONNECTOR).loader();
        try (PluginHandle<Connector> made = plugins.whileLoaded(() -> {
            PluginDescriptor found = plugins.connector(SamplePlugin.CONNECTOR);
            Files.delete(jar);
            refresh();
            return plugins.newConnector(found);
        })) {
            assertThat(made.call(Connector::version)).isEqualTo("1.0");
        }
        assertThat(loader.closed()).isTrue();
    }

    @Test
    void aLoaderThatSomebodyForgotToGiveBackIsClosedByTheCollector() throws Exception {
        install("1.0");
        refresh();
        PluginClassLoader loader =
                (PluginClassLoader) plugins.newConnector(SamplePlugin.CONNECTOR).loader();
        Files.delete(jar);
        refresh();
        awaitCollected("the lease", loader::closed);
    }

    @Test
    void ofAPluginThatIsGoneNothingStaysInMemory() throws Exception {
        install("1.0");
        refresh();
        WeakReference<ClassLoader> loader = usedLoader();
        Files.delete(jar);
        refresh();
        awaitCollected("the class loader", () -> loader.get() == null);
    }

    /** In a frame of its own, lest that of the test holds what it has looked at. */
    private WeakReference<ClassLoader> usedLoader() {
        assertThat(versionOfNew()).isEqualTo("1.0");
        try (PluginHandle<Connector> connector = plugins.newConnector(SamplePlugin.CONNECTOR)) {
            assertThat(laterOf(connector)).isEqualTo("1.0 1.0");
            return new WeakReference<>(connector.loader());
        }
    }

    @Test
    void aCopyUnderWayIsLeftAloneUntilItHasEnded() throws Exception {
        SamplePlugin.write(folder.resolve("made.jar"), "1.0", folder.resolve("scratch"));
        byte[] whole = Files.readAllBytes(folder.resolve("made.jar"));
        Path sound = pluginPath.resolve("sound.jar");
        SamplePlugin.write(sound, "0.9", folder.resolve("scratch"));
        Files.write(jar, Arrays.copyOf(whole, whole.length / 2));

        PluginChanges changes = refresh();
        assertThat(changes.added()).containsExactly(sound);
        assertThat(changes.broken()).extracting(BrokenPlugin::location).containsExactly(jar);
        assertThat(changes.broken().get(0).reason()).contains("sample.jar").contains("archive");
        assertThat(plugins.broken()).isEqualTo(changes.broken());
        assertThat(versionOfNew()).isEqualTo("0.9");

        Files.write(jar, whole);
        changes = refresh();
        assertThat(changes.added()).containsExactly(jar);
        assertThat(changes.broken()).isEmpty();
        assertThat(versionOfNew()).isEqualTo("1.0");
    }

    @Test
    void aReplacementThatDoesNotOpenLeavesThePluginAsItWas() throws Exception {
        install("1.0");
        refresh();
        Files.writeString(folder.resolve("broken.jar"), "no archive");
        Files.move(folder.resolve("broken.jar"), jar, StandardCopyOption.REPLACE_EXISTING);
        PluginChanges changes = refresh();
        assertThat(changes.replaced()).isEmpty();
        assertThat(changes.broken()).hasSize(1);
        assertThat(versionOfNew()).isEqualTo("1.0");
        install("2.0");
        assertThat(refresh().replaced()).containsExactly(jar);
        assertThat(plugins.broken()).isEmpty();
    }

    @Test
    void aLookTakesOnlyWhatAnEarlierLookFoundTheSame() throws Exception {
        LiveSources live = LiveSources.open(List.of(pluginPath), Plugins.class.getClassLoader());
        PluginPathLook look = new PluginPathLook(live, List.of(pluginPath));
        install("1.0");
        assertThat(look.now().changing()).containsExactly(jar);
        install("2.0");
        assertThat(look.now().changing()).containsExactly(jar);
        assertThat(live.current().locations()).isEmpty();
        assertThat(look.now().added()).containsExactly(jar);
        Files.delete(jar);
        assertThat(look.now().changing()).containsExactly(jar);
        install("2.0");
        assertThat(look.now().changing()).containsExactly(jar);
        assertThat(look.now().replaced()).containsExactly(jar);
        Files.delete(jar);
        look.now();
        assertThat(look.now().removed()).containsExactly(jar);
        live.close();
    }

    @Test
    void aLinkThatPointsElsewhereIsAnUpgrade() throws Exception {
        for (String version : List.of("1.0", "2.0")) {
            SamplePlugin.write(folder.resolve(version).resolve("sample.jar"), version, folder.resolve("scratch"));
        }
        Path link = pluginPath.resolve("current");
        Files.createSymbolicLink(link, folder.resolve("1.0"));
        refresh();
        assertThat(versionOfNew()).isEqualTo("1.0");
        Files.createSymbolicLink(folder.resolve("next"), folder.resolve("2.0"));
        Files.move(folder.resolve("next"), link, StandardCopyOption.REPLACE_EXISTING);
        assertThat(refresh().replaced()).containsExactly(link);
        assertThat(versionOfNew()).isEqualTo("2.0");
    }

    @Test
    void aSecondVersionBesideTheFirstIsTakenUnlessOnePinsIt() throws Exception {
        install("1.0");
        SamplePlugin.write(pluginPath.resolve("newer.jar"), "1.10", folder.resolve("scratch"));
        refresh();
        assertThat(versionOfNew()).isEqualTo("1.10");
        Map<String, String> pinned =
                Map.of("connector.class", SamplePlugin.CONNECTOR, "connector.plugin.version", "[1.0]");
        try (PluginHandle<Connector> connector = plugins.newConnector(plugins.connectorOf(pinned))) {
            assertThat(connector.call(Connector::version)).isEqualTo("1.0");
        }
        Files.delete(jar);
        refresh();
        assertThatThrownBy(() -> plugins.connectorOf(pinned)).hasMessageContaining("available versions: [1.10]");
    }

    @Test
    void itLooksByItselfUntilItIsTold() throws Exception {
        try (AutoCloseable watching = plugins.watch(Duration.ofMillis(50))) {
            install("1.0");
            await("the plugin", () -> plugins.knownConnector(SamplePlugin.CONNECTOR)
                    .isPresent());
            assertThat(watching).isNotNull();
        }
    }

    private void install(String version) throws Exception {
        Path made = folder.resolve("made-" + version + ".jar");
        SamplePlugin.write(made, version, folder.resolve("scratch"));
        Files.move(made, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private PluginChanges refresh() {
        return plugins.refresh().orTimeout(60, TimeUnit.SECONDS).join();
    }

    private String versionOfNew() {
        try (PluginHandle<Connector> connector = plugins.newConnector(SamplePlugin.CONNECTOR)) {
            Optional<String> told = plugins.version(plugins.connector(SamplePlugin.CONNECTOR));
            assertThat(told).contains(connector.call(Connector::version));
            return told.orElseThrow();
        }
    }

    /** What the plugin finds in its class and resource that nobody has asked for yet. */
    private static String laterOf(PluginHandle<Connector> connector) {
        Map<String, String> task = connector
                .<List<Map<String, String>>, RuntimeException>call(instance -> instance.taskConfigs(1))
                .get(0);
        return task.get("later") + " " + task.get("resource");
    }

    private static void awaitCollected(String what, BooleanSupplier gone) {
        await(what, () -> {
            System.gc();
            return gone.getAsBoolean();
        });
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long for " + what).isLessThan(deadlineNanos);
            Thread.onSpinWait();
        }
    }
}
