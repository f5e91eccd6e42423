package io.millrace.connect.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginFolderTest {
    private static final String SOURCE = "org.example:source:1.0";
    private static final byte[] JAR = "the source".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private Path pluginPath;
    private TestingRepository repository;
    private HttpServer server;

    @BeforeEach
    void fill() throws Exception {
        pluginPath = folder.resolve("plugins");
        repository = new TestingRepository(folder.resolve("repository"));
        repository.add("org.example:library:2.0", bytes("the library"), List.of());
        repository.add(
                SOURCE,
                JAR,
                List.of(
                        "org.example:library:2.0",
                        "org.example:only-for-tests:1.0:test",
                        "org.apache.kafka:connect-api:4.3.1",
                        "org.apache.kafka:kafka-clients:4.3.1",
                        "org.slf4j:slf4j-api:2.0.17"));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void aPluginComesWithItsLibrariesAndWithoutWhatTheRuntimeGives() throws Exception {
        InstalledPlugin plugin = install(SOURCE);
        assertThat(plugin.name()).isEqualTo("source-1.0");
        assertThat(plugin.coordinates()).isEqualTo(SOURCE);
        assertThat(plugin.jars()).isEqualTo(2);
        assertThat(plugin.path().resolve("source-1.0.jar")).hasBinaryContent(JAR);
        assertThat(plugin.path().resolve("library-2.0.jar")).hasContent("the library");
        assertThat(left()).containsExactly("source-1.0");
        assertThat(new PluginFolder(pluginPath).list()).containsExactly(plugin);
    }

    @Test
    void twoVersionsLieSideBySideUntilOneIsRemoved() throws Exception {
        repository.add("org.example:source:1.1", JAR, List.of());
        install(SOURCE);
        install("org.example:source:1.1");
        assertThat(left()).containsExactly("source-1.0", "source-1.1");
        assertThatThrownBy(() -> install(SOURCE))
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("millrace plugin remove source-1.0");
        new PluginFolder(pluginPath).remove("source-1.0");
        assertThat(left()).containsExactly("source-1.1");
    }

    @Test
    void overHttpTheSameIsInstalled() throws Exception {
        serve(folder.resolve("repository"));
        assertThat(install(SOURCE, address()).jars()).isEqualTo(2);
    }

    @Test
    void aJarThatIsNotWhatItsChecksumSaysIsRefused() throws Exception {
        Files.write(repository.file("org.example:library:2.0", "jar"), bytes("something else"));
        refuses(SOURCE, repository.url(), "library", "hecksum");
    }

    @Test
    void aFileWithoutChecksumIsRefused() throws Exception {
        repository.withoutChecksums(repository.file(SOURCE, "jar"));
        refuses(SOURCE, repository.url(), "source", "hecksum");
    }

    @Test
    void aProjectFileThatIsNotWhatItsChecksumSaysIsRefused() throws Exception {
        Files.writeString(
                repository.file("org.example:library:2.0", "pom"),
                "<project><modelVersion>4.0.0</modelVersion><groupId>a</groupId></project>");
        refuses(SOURCE, repository.url(), "library", "hecksum");
    }

    @Test
    void whatIsNotThereIsNamed() throws Exception {
        refuses("org.example:sauce:1.0", repository.url(), "org.example:sauce:jar:1.0");
        repository.add("org.example:incomplete:1.0", JAR, List.of("org.example:missing:3.0"));
        refuses("org.example:incomplete:1.0", repository.url(), "org.example:missing:jar:3.0");
        refuses(SOURCE, "http://127.0.0.1:1/", "127.0.0.1");
    }

    @Test
    void namesThatLeadElsewhereAreRefused() throws Exception {
        repository.add("org.example:hostile:1.0", JAR, List.of("org.example:../../../../outside:1.0"));
        refuses("org.example:hostile:1.0", repository.url(), "outside");
        repository.add("org.example:hostile:2.0", JAR, List.of("org.example:library:../../../../../outside"));
        refuses("org.example:hostile:2.0", repository.url(), "outside");
        assertThat(folder.resolve("outside")).doesNotExist();
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(file -> file.toString().contains("outside"))
                            .filter(file -> !file.startsWith(folder.resolve("repository"))))
                    .isEmpty();
        }
    }

    @Test
    void aRepositoryThatSendsInCirclesIsGivenUp() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders()
                    .add("Location", exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
        refuses(SOURCE, address(), "redirect");
    }

    @Test
    void aPluginThatIsTooLargeIsGivenUp() throws Exception {
        repository.add("org.example:huge:1.0", new byte[100_000], List.of());
        PluginFolder small = new PluginFolder(pluginPath, 50_000);
        PluginCoordinates huge = PluginCoordinates.parse("org.example:huge:1.0");
        assertThatThrownBy(() -> small.install(huge, List.of(repository.url()), folder.resolve("settings.xml")))
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("more than 50000 bytes");
        assertThat(left()).isEmpty();
    }

    @Test
    void theMirrorInMavensSettingsStandsForMavensOwnRepository() throws Exception {
        Path settings = Files.writeString(folder.resolve("settings.xml"), """
                <settings><mirrors><mirror><id>near</id><mirrorOf>*</mirrorOf><url>%s</url></mirror></mirrors></settings>
                """.formatted(repository.url()));
        InstalledPlugin plugin =
                new PluginFolder(pluginPath).install(PluginCoordinates.parse(SOURCE), List.of(), settings);
        assertThat(plugin.jars()).isEqualTo(2);
        Files.writeString(settings, "<settings><mirrors>");
        assertThatThrownBy(() -> new PluginFolder(folder.resolve("other"))
                        .install(PluginCoordinates.parse(SOURCE), List.of(), settings))
                .isInstanceOf(InstallException.class)
                .hasMessageContaining(settings.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "source, has 1 part",
        "org.example:source, has 2 parts",
        "org.example:source:jar:1.0, has 4 parts",
        "org.example:source:, the version '' is empty",
        "org.example::1.0, the artifact '' is empty",
        "'org.example:source:[1.0,2.0)', is a range",
        "org.example:source:LATEST, from day to day",
        "org.example:source:1.0-SNAPSHOT, from day to day",
        "org.example:../source:1.0, is no name",
        "org.example:source:1..0/x, is no name",
        "org example:source:1.0, is no name"
    })
    void coordinatesThatAreNoneAreRefusedWithTheRightForm(String text, String reason) {
        assertThatThrownBy(() -> PluginCoordinates.parse(text))
                .isInstanceOf(InstallException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("GROUP:ARTIFACT:VERSION");
    }

    @ParameterizedTest
    @CsvSource({"ftp://host/x", "repository", "'http://a b'"})
    void aRepositoryThatIsNoUrlIsRefused(String url) {
        assertThatThrownBy(() -> install(SOURCE, url))
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("repository '" + url + "'");
    }

    @Test
    void whatTheRuntimeGivesIsNoPlugin() {
        assertThatThrownBy(() -> install("org.apache.kafka:connect-api:4.3.1"))
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("is no plugin");
    }

    @ParameterizedTest
    @CsvSource({"../plugins/source-1.0", "..", ".", "nothing", "source-1.0/library-2.0.jar", "''"})
    void onlyPluginsOfTheFolderAreRemoved(String name) throws Exception {
        install(SOURCE);
        assertThatThrownBy(() -> new PluginFolder(pluginPath).remove(name))
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("no plugin '" + name + "'");
        assertThat(left()).containsExactly("source-1.0");
    }

    @Test
    void whatSomebodyElsePutThereIsListedAndStays() throws Exception {
        Files.createDirectories(pluginPath.resolve("by-hand"));
        assertThat(new PluginFolder(pluginPath).list())
                .extracting(InstalledPlugin::name, InstalledPlugin::coordinates)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("by-hand", ""));
        assertThatThrownBy(() -> new PluginFolder(pluginPath).remove("by-hand"))
                .hasMessageContaining("was not put there");
        assertThat(left()).containsExactly("by-hand");
    }

    private InstalledPlugin install(String coordinates) {
        return install(coordinates, repository.url());
    }

    private InstalledPlugin install(String coordinates, String url) {
        return new PluginFolder(pluginPath)
                .install(PluginCoordinates.parse(coordinates), List.of(url), folder.resolve("no-settings.xml"));
    }

    private void refuses(String coordinates, String url, String... words) throws IOException {
        assertThatThrownBy(() -> install(coordinates, url))
                .isInstanceOf(InstallException.class)
                .hasMessageContainingAll(words);
        assertThat(left()).isEmpty();
    }

    /** Everything in the plugin path, names with a dot in front too. */
    private List<String> left() throws IOException {
        if (!Files.isDirectory(pluginPath)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(pluginPath)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void serve(Path root) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Path file = root.resolve(exchange.getRequestURI().getPath().substring(1));
            boolean there = Files.isRegularFile(file);
            byte[] content = there ? Files.readAllBytes(file) : new byte[0];
            exchange.sendResponseHeaders(there ? 200 : 404, content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
        server.start();
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
