package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetadataPlaceTest {

    @TempDir
    Path folder;

    private Path first;
    private Path second;

    @BeforeEach
    void name() {
        first = folder.resolve("first");
        second = folder.resolve("second");
    }

    private static void check(String logDirs, Map<String, String> more) {
        var properties = TestBroker.properties(Path.of("unused"), more);
        properties.put("log.dirs", logDirs);
        MetadataPlace.requireOldBesideOldData(BrokerConfig.from(properties).storage());
    }

    private static void data(Path root) throws Exception {
        Files.createDirectories(root.resolve("logs"));
        Files.writeString(root.resolve("logs").resolve("meta.properties"), "version=1\n");
    }

    private static void metadata(Path directory) throws Exception {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("quorum.properties"), "format=1\n");
    }

    @Test
    void namesTheFolderWhereTheMetadataIs() throws Exception {
        // Given
        metadata(first.resolve("metadata"));
        String otherOrder = second + "," + first;

        // Then
        assertThatThrownBy(() -> check(otherOrder, Map.of()))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining("metadata.log.dir=" + first.resolve("metadata"));
        assertThatThrownBy(() -> check(first.toString(), Map.of("metadata.log.dir", second.toString())))
                .hasMessageContaining("metadata.log.dir=" + first.resolve("metadata"));
        assertThatCode(() -> check(
                        otherOrder,
                        Map.of("metadata.log.dir", first.resolve("metadata").toString())))
                .doesNotThrowAnyException();
        assertThatCode(() -> check(first + "," + second, Map.of())).doesNotThrowAnyException();
        assertThat(second).doesNotExist();
    }

    @Test
    void refusesNewMetadataBesideOldData() throws Exception {
        // Given: the first disk, with the metadata, is not mounted
        data(second);

        // Then
        assertThatThrownBy(() -> check(first + "," + second, Map.of()))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining("metadata.log.dir")
                .hasMessageContaining(second.resolve("logs").toString());
        assertThat(first).doesNotExist();
    }

    @Test
    void allowsAFirstStartAndTheLossOfTheOnlyPlaceThereIs() throws Exception {
        assertThatCode(() -> check(first + "," + second, Map.of())).doesNotThrowAnyException();
        data(first);
        assertThatCode(() -> check(first.toString(), Map.of())).doesNotThrowAnyException();
    }
}
